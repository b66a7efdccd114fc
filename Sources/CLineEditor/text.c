// The text of the edited line, in and out.

#include "editor.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/// So many characters as UTF-8, malloc'd; NULL if that fails.
char *line_utf8(const wchar_t *text, size_t count)
{
    size_t capacity = count * MB_CUR_MAX + 1;
    char *narrow = malloc(capacity);
    mbstate_t state = {0};
    size_t length = narrow == NULL ? (size_t)-1 : wcsnrtombs(narrow, &text, count, capacity - 1, &state);
    if (length == (size_t)-1) {
        free(narrow);
        return NULL;
    }
    narrow[length] = '\0';
    return narrow;
}

/// The same as wide characters, malloc'd; NULL if that fails.
wchar_t *line_wide(const char *text)
{
    size_t capacity = strlen(text) + 1;
    wchar_t *wide = malloc(capacity * sizeof(*wide));
    mbstate_t state = {0};
    if (wide != NULL && mbsrtowcs(wide, &text, capacity, &state) == (size_t)-1) {
        free(wide);
        return NULL;
    }
    return wide;
}

/// Removes characters before and behind the cursor, and inserts text there.
static bool change(line_editor *editor, int before, int behind, const wchar_t *text)
{
    EditLine *el = editor->el;
    if (behind > 0) {
        const LineInfoW *line = el_wline(el);
        int left = (int)(line->lastchar - line->cursor);
        behind = behind < left ? behind : left;
        el_cursor(el, behind);
    }
    el_wdeletestr(el, before + behind);
    return text[0] == L'\0' || el_winsertstr(el, text) == 0;
}

void line_editor_change(line_editor *editor, int before, int behind, const char *text)
{
    wchar_t *wide = line_wide(text);
    if (wide != NULL && change(editor, before, behind, wide)) {
        editor->answer = CC_REFRESH;
    }
    free(wide);
}

/// Makes the whole line a text with the cursor inside it, without painting.
bool line_replace(line_editor *editor, const wchar_t *before, const wchar_t *after)
{
    const LineInfoW *line = el_wline(editor->el);
    int left = (int)(line->cursor - line->buffer);
    int right = (int)(line->lastchar - line->cursor);
    bool done = change(editor, left, right, before);
    if (done && after[0] != L'\0') {
        done = el_winsertstr(editor->el, after) == 0;
        el_cursor(editor->el, -(int)wcslen(after));
    }
    return done;
}
