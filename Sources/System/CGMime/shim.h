#pragma once
#include <gmime/gmime.h>

// Swift imports neither the cast macros of GObject nor its type checks. Everything here only hands on.

static inline int mail_is_multipart(GMimeObject *object) { return GMIME_IS_MULTIPART(object); }
static inline int mail_is_message(GMimeObject *object) { return GMIME_IS_MESSAGE_PART(object); }
static inline int mail_is_leaf(GMimeObject *object) { return GMIME_IS_PART(object); }

static inline int mail_child_count(GMimeObject *multipart) {
    return g_mime_multipart_get_count(GMIME_MULTIPART(multipart));
}
static inline GMimeObject *mail_child(GMimeObject *multipart, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(multipart), index);
}
// The mail in a message/rfc822; NULL where it is damaged.
static inline GMimeObject *mail_message(GMimeObject *part) {
    return GMIME_OBJECT(g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)));
}
static inline GMimeObject *mail_root(GMimeMessage *message) { return g_mime_message_get_mime_part(message); }
static inline GMimeObject *mail_root_of(GMimeObject *message) {
    return g_mime_message_get_mime_part(GMIME_MESSAGE(message));
}
// NULL where the part has none.
static inline GMimeDataWrapper *mail_content(GMimeObject *part) { return g_mime_part_get_content(GMIME_PART(part)); }
static inline const char *mail_file_name(GMimeObject *part) { return g_mime_part_get_filename(GMIME_PART(part)); }

// A stream over bytes that stay the caller's.
static inline GMimeStream *mail_stream(GByteArray *bytes) {
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    return stream;
}
