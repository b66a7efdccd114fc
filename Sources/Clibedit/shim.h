// The native interface of NetBSD's libedit (Debian: libedit-dev).

#ifndef CLIBEDIT_SHIM_H
#define CLIBEDIT_SHIM_H

#include <histedit.h>

#endif
