#pragma once
#include <sys/types.h>
#include <stdbool.h>
// The header uses `bool` and `u_char` and includes neither.
#include <dkim.h>
