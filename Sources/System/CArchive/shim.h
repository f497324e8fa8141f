#pragma once
#include <archive.h>
#include <archive_entry.h>

// File types are macros with casts, which Swift does not import.
static inline int archive_shim_is_file(struct archive_entry *entry) { return archive_entry_filetype(entry) == AE_IFREG; }
