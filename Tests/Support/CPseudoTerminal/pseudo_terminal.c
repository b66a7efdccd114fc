#define _GNU_SOURCE

#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utmp.h>

pid_t pseudo_terminal_start(
    const char *path, char *const arguments[], char *const environment[], unsigned short columns, unsigned short rows,
    int *controller, struct termios *modes)
{
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    int terminal = -1;
    if (openpty(controller, &terminal, NULL, NULL, &size) != 0) {
        return -1;
    }
    fcntl(*controller, F_SETFD, FD_CLOEXEC);
    pid_t process = tcgetattr(terminal, modes) == 0 ? fork() : -1;
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
