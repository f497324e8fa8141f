#!/usr/bin/env python3
"""Runs a command on a kernel that seems to have no landlock: its system calls answer ENOSYS, as older kernels do.

  without-landlock.py COMMAND ARGUMENTS...
"""

import ctypes
import errno
import os
import sys

ALLOW, ERRNO = 0x7FFF0000, 0x00050000
CALLS = (b"landlock_create_ruleset", b"landlock_add_rule", b"landlock_restrict_self")


def main():
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_init.argtypes = [ctypes.c_uint32]
    seccomp.seccomp_rule_add.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint]
    seccomp.seccomp_load.argtypes = [ctypes.c_void_p]
    rules = seccomp.seccomp_init(ALLOW)
    for name in CALLS:
        number = seccomp.seccomp_syscall_resolve_name(name)
        if number < 0 or seccomp.seccomp_rule_add(rules, ERRNO | errno.ENOSYS, number, 0) != 0:
            sys.exit(f"without-landlock: libseccomp does not know {name.decode()}")
    if seccomp.seccomp_load(rules) != 0:
        sys.exit("without-landlock: the filter was not taken")
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
