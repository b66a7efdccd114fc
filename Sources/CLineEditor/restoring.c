// The terminal as it was found, when a fault or SIGQUIT ends the program in the middle of a line. What ends it otherwise
// goes through `line_editor_close`. Nothing helps against SIGKILL: `stty sane` does, afterwards.

#include "editor.h"

#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static const int deadly[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
enum { deadly_count = sizeof(deadly) / sizeof(deadly[0]) };

static struct sigaction former[deadly_count];
static struct termios found;
static int terminal = -1;
/// Whether a line is being edited: the only time the terminal is not as it was.
static const volatile bool *editing;

/// What would have happened without us, such as the backtrace of the Swift runtime.
static void do_as_before(int number, siginfo_t *info, void *context)
{
    for (int i = 0; i < deadly_count; i++) {
        if (deadly[i] != number) {
            continue;
        }
        if (former[i].sa_flags & SA_SIGINFO) {
            former[i].sa_sigaction(number, info, context);
        } else if (former[i].sa_handler != SIG_DFL) {
            former[i].sa_handler(number);
        }
    }
}

/// Runs on any thread at the worst of times: it calls only what POSIX allows in a handler.
static void restore(int number, siginfo_t *info, void *context)
{
    static const char to_a_new_row[] = "\033[?2004l\r\n";
    if (terminal >= 0 && *editing) {
        tcsetattr(terminal, TCSANOW, &found);
        (void)!write(terminal, to_a_new_row, sizeof(to_a_new_row) - 1);
    }
    do_as_before(number, info, context);
    // Delivered on return, and the end.
    signal(number, SIG_DFL);
    raise(number);
}

void line_restore_on_death(line_editor *editor)
{
    found = editor->found;
    editing = &editor->editing;
    terminal = fileno(editor->in);
    struct sigaction action = {.sa_sigaction = restore, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < deadly_count; i++) {
        sigaction(deadly[i], NULL, &former[i]);
        // What the program was started to ignore stays ignored.
        if (former[i].sa_handler != SIG_IGN) {
            sigaction(deadly[i], &action, NULL);
        }
    }
}

void line_stop_restoring(void)
{
    for (int i = 0; i < deadly_count; i++) {
        sigaction(deadly[i], &former[i], NULL);
    }
    terminal = -1;
}
