#pragma once
#include <poppler.h>
#include <cairo.h>
#include <stddef.h>

/* In every libc Payables runs on, but declared by glibc's header only where _GNU_SOURCE is set before it. */
extern void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
