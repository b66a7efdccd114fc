// Opening, closing, and the reading of one line.

#include "editor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

/// Encloses the invisible parts of a coloured prompt.
static const wchar_t invisible = L'\1';

static const char paste_marks_on[] = "\033[?2004h";
static const char paste_marks_off[] = "\033[?2004l";

line_editor *line_editor_of(EditLine *el)
{
    void *data = NULL;
    el_wget(el, EL_CLIENTDATA, &data);
    return data;
}

static wchar_t *prompt_of(EditLine *el)
{
    return line_editor_of(el)->prompt;
}

/// A stream of our own on somebody else's descriptor.
static FILE *duplicate(int descriptor, const char *mode)
{
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) {
        return NULL;
    }
    FILE *stream = fdopen(copy, mode);
    if (stream == NULL) {
        close(copy);
    }
    return stream;
}

static void release(line_editor *editor)
{
    FILE *streams[] = {editor->in, editor->out, editor->err};
    for (int i = 0; i < 3; i++) {
        if (streams[i] != NULL) {
            fclose(streams[i]);
        }
    }
    free(editor->text);
    free(editor);
}

/// The order matters: every function exists before `.editrc` names one, and what must work comes last.
static void set_up_keys(line_editor *editor)
{
    EditLine *el = editor->el;
    el_wset(el, EL_EDITOR, L"emacs");
    line_add_functions(el);
    line_bind_keys(el);
    el_source(el, NULL);
    line_insist_on_keys(editor);
}

line_editor *line_editor_open(const line_set_up *set_up)
{
    line_editor *editor = calloc(1, sizeof(*editor));
    if (editor == NULL) {
        return NULL;
    }
    editor->wake_read = set_up->wake_read;
    editor->colour = set_up->colour;
    editor->callbacks = set_up->callbacks;
    editor->in = duplicate(set_up->input, "r");
    editor->out = duplicate(set_up->output, "w");
    editor->err = duplicate(STDERR_FILENO, "w");
    if (editor->in == NULL || editor->out == NULL || editor->err == NULL
        || tcgetattr(fileno(editor->in), &editor->found) != 0
        || (editor->el = el_init(set_up->program, editor->in, editor->out, editor->err)) == NULL) {
        int error = errno;
        release(editor);
        errno = error;
        return NULL;
    }
    EditLine *el = editor->el;
    el_wset(el, EL_CLIENTDATA, editor);
    el_wset(el, EL_GETCFN, line_read_character);
    if (editor->colour) {
        el_wset(el, EL_PROMPT_ESC, prompt_of, (int)invisible);
    } else {
        el_wset(el, EL_PROMPT, prompt_of);
    }
    set_up_keys(editor);
    // In the edit mode alone Ctrl-C and Ctrl-Z are keys; while a command runs they are signals.
    el_wset(el, EL_SETTY, L"-d", L"-isig", NULL);
    // Ctrl-S searches, and does not hold the output.
    el_wset(el, EL_SETTY, L"-d", L"-ixon", NULL);
    line_watch_signals(set_up->wake_write);
    line_restore_on_death(editor);
    return editor;
}

void line_editor_close(line_editor *editor)
{
    line_ignore_signals();
    line_stop_restoring();
    el_reset(editor->el);
    // el_end discards what was typed ahead for the next program, unless it cannot reach the terminal any more.
    FILE *nowhere = fopen("/dev/null", "r");
    if (nowhere != NULL) {
        el_wset(editor->el, EL_SETFP, 0, nowhere);
    }
    el_end(editor->el);
    tcsetattr(fileno(editor->in), TCSADRAIN, &editor->found);
    if (nowhere != NULL) {
        fclose(nowhere);
    }
    release(editor);
}

/// Keeps the printable ASCII characters of a prompt; others would crash libedit in the C locale.
static void set_prompt(line_editor *editor, const char *prompt)
{
    // A coloured prompt has two invisible parts, and libedit wants a visible character after each of them.
    static const wchar_t bold[] = L"\1\033[1m\1";
    static const wchar_t plain[] = L"\1\033[0m\1";
    size_t room = line_prompt_capacity - 1 - wcslen(bold) - wcslen(plain);
    size_t width = strlen(prompt) < room ? strlen(prompt) : room;
    bool colour = editor->colour && width > 1;
    wchar_t *end = editor->prompt;
    for (size_t i = 0; i < width; i++) {
        if (colour && i == 0) {
            end = wcpcpy(end, bold);
        }
        if (colour && i == width - 1) {
            end = wcpcpy(end, plain);
        }
        *end++ = prompt[i] >= ' ' && prompt[i] <= '~' ? (wchar_t)prompt[i] : L'?';
    }
    *end = L'\0';
    editor->prompt_width = (int)width;
}

void line_enter_editing_modes(line_editor *editor)
{
    el_wset(editor->el, EL_PREP_TERM, 1);
    editor->hint_columns = 0;
    fputs(editor->marks_pastes ? paste_marks_on : "", editor->out);
    // What was typed ahead has been echoed by the kernel and is about to be drawn again as the new line.
    line_clear_row(editor);
}

void line_leave_editing_modes(line_editor *editor)
{
    fputs(editor->marks_pastes ? paste_marks_off : "", editor->out);
    fflush(editor->out);
    el_wset(editor->el, EL_PREP_TERM, 0);
}

/// Keeps the line as UTF-8 without its newline.
static enum line_outcome keep_text(line_editor *editor, const wchar_t *line, int count)
{
    while (count > 0 && line[count - 1] == L'\n') {
        count--;
    }
    char *text = line_utf8(line, (size_t)count);
    if (text == NULL) {
        editor->error = errno;
        return line_outcome_failed;
    }
    free(editor->text);
    editor->text = text;
    return line_outcome_entered;
}

static enum line_outcome outcome_of(line_editor *editor, const wchar_t *line, int count, int error)
{
    if (editor->interrupted) {
        return line_outcome_interrupted;
    }
    if (line != NULL) {
        return keep_text(editor, line, count);
    }
    // The next prompt, ours or the shell's, starts on a row of its own.
    fputc('\n', editor->out);
    fflush(editor->out);
    if (count == 0 || editor->ended) {
        return line_outcome_ended;
    }
    editor->error = error;
    return line_outcome_failed;
}

enum line_outcome line_editor_read(line_editor *editor, const char *prompt)
{
    set_prompt(editor, prompt);
    editor->interrupted = false;
    editor->ended = false;
    editor->editing = true;
    line_enter_editing_modes(editor);
    const wchar_t *line = NULL;
    int count = 0;
    do {
        errno = 0;
        line = el_wgets(editor->el, &count);
    } while (line == NULL && count == -1 && errno == EINTR);
    int error = errno;
    editor->editing = false;
    line_leave_editing_modes(editor);
    return outcome_of(editor, line, count, error);
}

const char *line_editor_text(const line_editor *editor)
{
    return editor->text == NULL ? "" : editor->text;
}

int line_editor_error(const line_editor *editor)
{
    return editor->error;
}

bool line_terminal_is_capable(const char *type)
{
    FILE *nowhere = fopen("/dev/null", "r+");
    if (nowhere == NULL) {
        return false;
    }
    bool capable = false;
    EditLine *el = el_init("terminal", nowhere, nowhere, nowhere);
    if (el != NULL) {
        char *up = NULL;
        int editable = 0;
        // Multi-row input needs the cursor to go up; a terminal of type "emacs" edits by itself.
        capable = el_set(el, EL_TERMINAL, type) == 0 && el_get(el, EL_GETTC, "up", &up, NULL) == 0
            && up != NULL && up[0] != '\0' && el_get(el, EL_EDITMODE, &editable) == 0 && editable != 0;
        el_end(el);
    }
    fclose(nowhere);
    return capable;
}
