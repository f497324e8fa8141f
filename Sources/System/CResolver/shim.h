#pragma once
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

// `struct __res_state` has bit fields and a union, its functions are macros: Swift imports neither.
// Everything here only hands on.

static const int resolver_not_found = HOST_NOT_FOUND;
static const int resolver_no_data = NO_DATA;
static const int resolver_try_again = TRY_AGAIN;

// Asks the servers of /etc/resolv.conf, or 127.0.0.1 at `port` when that is not 0, for the TXT records of a whole name.
// Returns the answer's length, which may be more than `size`; or -1 with one of the codes above, or another, in `error`.
static inline int resolver_text(
    const char *name, int seconds, int tries, uint16_t port, unsigned char *answer, int size, int *error) {
    struct __res_state state;
    memset(&state, 0, sizeof(state));
    *error = NETDB_INTERNAL;
    if (res_ninit(&state) != 0) return -1;
    if (port != 0) {
        state.nscount = 1;
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_port = htons(port);
        state.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    state.retrans = seconds;
    state.retry = tries;
    state.options |= RES_USE_EDNS0;
    state.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
    int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, size);
    *error = state.res_h_errno;
    res_nclose(&state);
    return length;
}

// A record of the answer section: its data, or -1 when it is no TXT record or the answer is damaged.
static inline int resolver_text_record(ns_msg *message, int index, const unsigned char **data) {
    ns_rr record;
    if (ns_parserr(message, ns_s_an, index, &record) != 0) return -1;
    if (ns_rr_type(record) != ns_t_txt || ns_rr_class(record) != ns_c_in) return -1;
    *data = ns_rr_rdata(record);
    return ns_rr_rdlen(record);
}

static inline int resolver_record_count(ns_msg *message) { return ns_msg_count(*message, ns_s_an); }
