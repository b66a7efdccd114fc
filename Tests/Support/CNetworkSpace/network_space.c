#define _GNU_SOURCE
#include "CNetworkSpace.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

int enter_fresh_network_space(void) {
    return unshare(CLONE_NEWNET) == 0 ? 0 : errno;
}

int run_command(const char *command) {
    return system(command);
}
