// A program on a pseudo-terminal: what Swift cannot reach by itself.

#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/// Starts `path` with these NULL-terminated lists on a new terminal of that size. Stores the controlling end and the
/// modes the terminal had before the program touched it. Returns the process, or -1 with `errno`.
pid_t pseudo_terminal_start(
    const char *path, char *const arguments[], char *const environment[], unsigned short columns, unsigned short rows,
    int *controller, struct termios *modes);

/// Changes the size; the program gets SIGWINCH.
bool pseudo_terminal_resize(int controller, unsigned short columns, unsigned short rows);

/// The modes the terminal has now.
bool pseudo_terminal_modes(int controller, struct termios *modes);

#endif
