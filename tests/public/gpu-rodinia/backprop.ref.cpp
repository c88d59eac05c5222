// Gradient descent with momentum. Row 0 holds the weights of the constant input, 1; column 0 is not used.
void backprop_expected(const double* delta, const double* inputs, double* weights, double* changes, int n, int hidden)
{
    for (int row = 0; row <= n; row++)
        for (int column = 1; column <= hidden; column++)
        {
            const int at = row * (hidden + 1) + column;
            changes[at] = 0.3 * delta[column] * (row == 0 ? 1 : inputs[row]) + 0.3 * changes[at];
            weights[at] += changes[at];
        }
}
