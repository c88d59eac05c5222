"""A softmax over rows by JAX, whose compiler fuses it. Prints the relative error of its result."""

import jax
import jax.numpy as jnp
import numpy as np

ROWS = 16384
COLUMNS = 4096
ITERATIONS = 110
TOLERANCE = 1e-5


@jax.jit
def softmax(x):
    e = jnp.exp(x - jnp.max(x, axis=1, keepdims=True))
    return e / jnp.sum(e, axis=1, keepdims=True)


def main() -> int:
    x = np.random.default_rng(1).standard_normal((ROWS, COLUMNS), dtype=np.float32)
    on_gpu = jax.device_put(x)
    for _ in range(ITERATIONS):
        out = softmax(on_gpu)
    rows = np.asarray(out)[:64].astype(np.float64)
    e = np.exp(x[:64].astype(np.float64))
    expected = e / e.sum(axis=1, keepdims=True)
    error = np.linalg.norm(rows - expected) / np.linalg.norm(expected)
    print(f"JAX {jax.__version__} on {jax.devices()[0].device_kind}: relative error {error:.2e}")
    return 0 if error < TOLERANCE else 1


if __name__ == "__main__":
    raise SystemExit(main())
