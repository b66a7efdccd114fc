// Where libedit gets its characters: a poll on the terminal and on the wake pipe.

#include "editor.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// A handler runs on whatever thread the kernel picks, so these are atomic, not just volatile.
static atomic_bool size_changed;
static atomic_bool continued;
static atomic_int signal_wake = -1;
static struct sigaction former_size_action;
static struct sigaction former_continue_action;

static void note_signal(int number)
{
    int error = errno;
    if (number == SIGWINCH) {
        size_changed = true;
    } else {
        continued = true;
    }
    // A full pipe wakes the editor as well as one more byte would.
    (void)!write(signal_wake, "", 1);
    errno = error;
}

void line_watch_signals(int wake_write)
{
    signal_wake = wake_write;
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGWINCH, &action, &former_size_action);
    sigaction(SIGCONT, &action, &former_continue_action);
}

void line_ignore_signals(void)
{
    sigaction(SIGWINCH, &former_size_action, NULL);
    sigaction(SIGCONT, &former_continue_action, NULL);
    signal_wake = -1;
}

/// Another program may have had the terminal while we were stopped, and left it in its own mode.
static void return_after_stop(line_editor *editor)
{
    struct termios now;
    if (tcgetattr(fileno(editor->in), &now) != 0 || (now.c_lflag & ICANON) == 0) {
        return;
    }
    line_leave_editing_modes(editor);
    el_resize(editor->el);
    line_enter_editing_modes(editor);
    el_wset(editor->el, EL_REFRESH);
}

/// A new size counts before anything is painted: the repaint needs the new width.
static void serve_signals(line_editor *editor)
{
    if (editor->listing) {
        return;
    }
    if (atomic_exchange(&continued, false)) {
        return_after_stop(editor);
    }
    if (atomic_exchange(&size_changed, false)) {
        el_resize(editor->el);
        line_repaint(editor);
    }
}

static void drain(int descriptor)
{
    char bytes[64];
    while (read(descriptor, bytes, sizeof(bytes)) > 0) {
    }
}

/// 1 when the terminal has a byte (or an end) for us, 0 when the line is to end, -1 on an error.
static int wait_for_key(line_editor *editor)
{
    struct pollfd watched[] = {
        {.fd = fileno(editor->in), .events = POLLIN},
        {.fd = editor->wake_read, .events = POLLIN},
    };
    // Once ended, a line stays ended, also for a paste or a "more" question inside it.
    while (!editor->ended) {
        line_draw_hint(editor);
        if (poll(watched, 2, -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        if (watched[1].revents != 0) {
            drain(editor->wake_read);
            serve_signals(editor);
            editor->ended = editor->callbacks.woken(editor->callbacks.context, editor, !editor->listing);
        } else if (watched[0].revents != 0) {
            line_erase_hint(editor);
            return 1;
        }
    }
    line_erase_hint(editor);
    return 0;
}

/// One byte, and no more: what follows the line belongs to whoever reads next. As `wait_for_key` otherwise.
static int read_byte(line_editor *editor, char *byte)
{
    for (;;) {
        int ready = wait_for_key(editor);
        if (ready != 1) {
            return ready;
        }
        ssize_t count = read(fileno(editor->in), byte, 1);
        if (count == 1) {
            return 1;
        }
        // A terminal that is gone reads as an end or as EIO.
        if (count == 0 || errno == EIO) {
            editor->ended = true;
            return 0;
        }
        if (errno != EINTR && errno != EAGAIN) {
            return -1;
        }
    }
}

int line_read_character(EditLine *el, wchar_t *character)
{
    line_editor *editor = line_editor_of(el);
    mbstate_t state = {0};
    bool inside = false;
    for (;;) {
        char byte;
        int got = read_byte(editor, &byte);
        if (got != 1) {
            return got;
        }
        size_t length = mbrtowc(character, &byte, 1, &state);
        if (length == (size_t)-1 && inside) {
            // The byte that broke a sequence may begin the next one.
            memset(&state, 0, sizeof(state));
            length = mbrtowc(character, &byte, 1, &state);
        }
        if (length == (size_t)-1) {
            memset(&state, 0, sizeof(state));
        }
        inside = length == (size_t)-2;
        if (length != (size_t)-1 && length != (size_t)-2) {
            editor->keys++;
            return 1;
        }
    }
}
