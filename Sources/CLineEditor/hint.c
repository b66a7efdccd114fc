// The hint at the right of the line. libedit has a right-hand prompt, but paints it anew only with the whole line, not
// with every key; and when it moves the text behind the cursor, it moves the hint too. So the hint is none of libedit's
// business: it is painted when the keyboard falls silent, and gone before libedit hears of the next key.

#include "editor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum {
    /// Blanks between the line and the hint.
    hint_gap = 3,
    /// Hints with less room than this are not worth looking at.
    hint_least = 12
};

static void go_left(line_editor *editor, int columns)
{
    for (int i = 0; i < columns; i++) {
        fputc('\b', editor->out);
    }
}

static bool is_busy(line_editor *editor)
{
    struct pollfd watched = {.fd = fileno(editor->in), .events = POLLIN};
    return poll(&watched, 1, 0) != 0;
}

void line_draw_hint(line_editor *editor)
{
    const LineInfoW *line = el_wline(editor->el);
    if (editor->callbacks.hint == NULL || editor->hint_columns > 0 || editor->listing || editor->searching
        || line->lastchar == line->buffer) {
        return;
    }
    // A line longer than the row gets no hint, whatever it says, so that a key costs no more than a row does.
    int columns = line_editor_columns(editor);
    if (line->lastchar - line->buffer > columns) {
        return;
    }
    struct place end = line_place_of(editor, line->lastchar);
    // The last column stays free: some terminals begin a new row as soon as it is written.
    int room = columns - 1 - end.column - hint_gap;
    if (end.row > 0 || room < hint_least || is_busy(editor)) {
        return;
    }
    char *left = line_utf8(line->buffer, (size_t)(line->cursor - line->buffer));
    if (left != NULL) {
        editor->callbacks.hint(editor->callbacks.context, editor, left, room);
    }
    free(left);
}

void line_editor_show_hint(line_editor *editor, const char *text, int width)
{
    const LineInfoW *line = el_wline(editor->el);
    struct place end = line_place_of(editor, line->lastchar);
    int behind = end.column - line_place_of(editor, line->cursor).column;
    int blanks = line_editor_columns(editor) - 1 - end.column - width;
    if (end.row > 0 || width <= 0 || blanks < hint_gap) {
        return;
    }
    line_send(editor, L"nd", behind);
    fprintf(editor->out, "%*s%s%s%s", blanks, "", editor->colour ? "\033[2m" : "", text,
        editor->colour ? "\033[22m" : "");
    go_left(editor, behind + blanks + width);
    fflush(editor->out);
    editor->hint_start = behind;
    editor->hint_columns = blanks + width;
}

void line_erase_hint(line_editor *editor)
{
    if (editor->hint_columns == 0) {
        return;
    }
    line_send(editor, L"nd", editor->hint_start);
    line_send(editor, L"ce", 1);
    go_left(editor, editor->hint_start);
    fflush(editor->out);
    editor->hint_columns = 0;
}
