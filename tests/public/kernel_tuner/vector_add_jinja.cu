// Row 8 of the table in README.md. The project renders the template; see public.csproj.
#include "vector_add.cu"
