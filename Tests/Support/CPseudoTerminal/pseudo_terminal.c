#define _GNU_SOURCE

#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utmp.h>

/// Opens both ends so that no other program inherits them: one started by another thread in the same moment would hold
/// the terminal open, and its end would not be seen at the controller before that program ends too.
static int open_pair(int *controller)
{
    *controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*controller < 0) {
        return -1;
    }
    int terminal = unlockpt(*controller) == 0 ? ioctl(*controller, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    if (terminal < 0) {
        close(*controller);
    }
    return terminal;
}

pid_t pseudo_terminal_start(
    const char *path, char *const arguments[], char *const environment[], unsigned short columns, unsigned short rows,
    int *controller, struct termios *modes)
{
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    int terminal = open_pair(controller);
    if (terminal < 0) {
        return -1;
    }
    bool is_ready = ioctl(*controller, TIOCSWINSZ, &size) == 0 && tcgetattr(terminal, modes) == 0;
    pid_t process = is_ready ? fork() : -1;
    if (process == 0) {
        // Only what is safe after a fork of a program with threads.
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        if (login_tty(terminal) == 0) {
            execve(path, arguments, environment);
        }
        _exit(127);
    }
    close(terminal);
    if (process < 0) {
        close(*controller);
    }
    return process;
}

bool pseudo_terminal_resize(int controller, unsigned short columns, unsigned short rows)
{
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(controller, TIOCSWINSZ, &size) == 0;
}

bool pseudo_terminal_modes(int controller, struct termios *modes)
{
    return tcgetattr(controller, modes) == 0;
}
