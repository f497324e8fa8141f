#pragma once
// The checks of types are macros for C compilers; the functions below have types of their own.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift imports no variadic functions. Everything here only hands on.

static inline CURLcode fetch_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode fetch_set_size(CURL *handle, CURLoption option, long long value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

static inline CURLcode fetch_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode fetch_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*fetch_taker)(char *bytes, size_t size, size_t count, void *object);

static inline CURLcode fetch_set_taker(CURL *handle, CURLoption option, fetch_taker taker) {
    return curl_easy_setopt(handle, option, taker);
}

typedef int (*fetch_watcher)(void *object, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode fetch_set_watcher(CURL *handle, fetch_watcher watcher) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watcher);
}

// 0 when it is not known.
static inline long fetch_status(CURL *handle) {
    long value = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &value) == CURLE_OK ? value : 0;
}

// Connections that the last transfer had to open: 0 when it went over one that was open already.
static inline long fetch_new_connections(CURL *handle) {
    long value = 0;
    return curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &value) == CURLE_OK ? value : 1;
}

// Seconds that the answer asks to wait; 0 when it does not.
static inline long long fetch_retry_after(CURL *handle) {
    curl_off_t value = 0;
    return curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &value) == CURLE_OK ? (long long)value : 0;
}

// Belongs to the handle; NULL when the answer names none.
static inline const char *fetch_content_type(CURL *handle) {
    char *value = NULL;
    return curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLcode fetch_set_opener(CURL *handle, curl_opensocket_callback opener) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, opener);
}
