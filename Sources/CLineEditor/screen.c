// Where the edited line is on the screen, and printing around it. libedit does not tell the cursor's row, so it is
// counted here by the rules libedit draws by.

#include "editor.h"

#include <string.h>
#include <wchar.h>
#include <wctype.h>

int line_terminal_number(const line_editor *editor, const char *capability, int otherwise)
{
    int number = 0;
    // Older versions read arguments until a NULL.
    if (el_get(editor->el, EL_GETTC, capability, &number, NULL) != 0 || number < 2) {
        return otherwise;
    }
    return number;
}

int line_editor_columns(line_editor *editor)
{
    // While a line is edited, libedit learns of a new size when SIGWINCH is served, and draws for the old one before.
    if (!editor->editing) {
        el_resize(editor->el);
    }
    return line_terminal_number(editor, "co", 80);
}

int line_scalar_width(unsigned int scalar)
{
    int width = wcwidth((wchar_t)scalar);
    return width > 0 ? width : 0;
}

static void advance(struct place *place, int width, int columns)
{
    if (width > 1 && place->column + width > columns) {
        place->column = 0;
        place->row++;
    }
    place->column += width;
    if (place->column >= columns) {
        place->column = 0;
        place->row++;
    }
}

static void advance_over(struct place *place, wchar_t character, int columns)
{
    int cells = 0;
    if (character == L'\n') {
        place->column = 0;
        place->row++;
    } else if (character == L'\t') {
        do {
            advance(place, 1, columns);
        } while (place->column % 8 != 0);
    } else if (character < 0x100 && iswcntrl((wint_t)character)) {
        cells = 2;  // ^X
    } else if (iswprint((wint_t)character)) {
        advance(place, line_scalar_width((unsigned int)character), columns);
    } else {
        cells = character > 0xFFFF ? 8 : 7;  // \U+12345, \U+1234
    }
    for (int i = 0; i < cells; i++) {
        advance(place, 1, columns);
    }
}

struct place line_place_of(line_editor *editor, const wchar_t *position)
{
    int columns = line_editor_columns(editor);
    struct place place = {editor->prompt_width / columns, editor->prompt_width % columns};
    for (const wchar_t *c = el_wline(editor->el)->buffer; c < position; c++) {
        advance_over(&place, *c, columns);
    }
    return place;
}

void line_send(line_editor *editor, const wchar_t *capability, int times)
{
    for (int i = 0; i < times; i++) {
        el_wset(editor->el, EL_ECHOTC, L"-s", capability, NULL);
    }
}

void line_clear_row(line_editor *editor)
{
    fputc('\r', editor->out);
    line_send(editor, L"ce", 1);
}

void line_clear_edited(line_editor *editor)
{
    editor->hint_columns = 0;
    int rows = line_terminal_number(editor, "li", 24);
    struct place cursor = line_place_of(editor, el_wline(editor->el)->cursor);
    line_send(editor, L"up", cursor.row < rows ? cursor.row : rows - 1);
    fputc('\r', editor->out);
    line_send(editor, L"cd", 1);
}

void line_move_past_end(line_editor *editor, const char *mark)
{
    const LineInfoW *line = el_wline(editor->el);
    struct place cursor = line_place_of(editor, line->cursor);
    struct place end = line_place_of(editor, line->lastchar);
    for (int row = cursor.row; row < end.row; row++) {
        fputc('\n', editor->out);
    }
    fputc('\r', editor->out);
    line_send(editor, L"nd", end.column);
    fputs(mark, editor->out);
    fputc('\n', editor->out);
}

void line_repaint(line_editor *editor)
{
    line_clear_edited(editor);
    el_wset(editor->el, EL_REFRESH);
}

void line_editor_print_above(line_editor *editor, const char *lines)
{
    if (editor->editing) {
        line_clear_edited(editor);
    }
    fputs(lines, editor->out);
    fflush(editor->out);
    if (editor->editing) {
        el_wset(editor->el, EL_REFRESH);
    }
}

/// Whether the reader wants the next page. Ctrl-C, Escape, q and the like mean no; so does a character that belongs to
/// the line, which goes there.
static bool wants_more(line_editor *editor)
{
    fputs("--more--", editor->out);
    wchar_t key = 0;
    bool answered = el_wgetc(editor->el, &key) == 1;
    line_clear_row(editor);
    if (!answered || wcschr(L"qQnN", key) != NULL) {
        return false;
    }
    if (wcschr(L" \n\r\ty", key) != NULL) {
        return true;
    }
    if (iswprint((wint_t)key)) {
        line_editor_press_again(editor, (unsigned int)key);
    }
    return false;
}

void line_editor_list(line_editor *editor, const char *lines)
{
    int page = line_terminal_number(editor, "li", 24) - 1;
    int shown = 0;
    line_move_past_end(editor, "");
    editor->listing = true;
    while (*lines != '\0') {
        if (shown == page) {
            if (!wants_more(editor)) {
                break;
            }
            shown = 0;
        }
        size_t length = strcspn(lines, "\n");
        fwrite(lines, 1, length, editor->out);
        fputc('\n', editor->out);
        lines += length + (lines[length] == '\n');
        shown++;
    }
    editor->listing = false;
    // The cursor stands below the list, at the left: libedit starts from there with an empty screen.
    el_resize(editor->el);
    el_wset(editor->el, EL_REFRESH);
    editor->answer = CC_NORM;
    // What was to be printed meanwhile has waited.
    editor->ended = editor->callbacks.woken(editor->callbacks.context, editor, true) || editor->ended;
}
