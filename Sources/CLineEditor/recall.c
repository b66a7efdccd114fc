// Lines entered before, called back: one by one, and by a search. Which line that is the callbacks know.

#include "editor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static unsigned char walk(EditLine *el, bool towards_newer)
{
    line_editor *editor = line_editor_of(el);
    const LineInfoW *line = el_wline(el);
    char *left = line_utf8(line->buffer, (size_t)(line->cursor - line->buffer));
    char *right = line_utf8(line->cursor, (size_t)(line->lastchar - line->cursor));
    editor->answer = CC_ERROR;
    if (left != NULL && right != NULL) {
        editor->callbacks.walk(editor->callbacks.context, editor, left, right, towards_newer);
    }
    free(left);
    free(right);
    return editor->answer;
}

unsigned char line_older(EditLine *el, wint_t key)
{
    (void)key;
    return walk(el, false);
}

unsigned char line_newer(EditLine *el, wint_t key)
{
    (void)key;
    return walk(el, true);
}

void line_editor_replace(line_editor *editor, const char *before, const char *after)
{
    wchar_t *left = line_wide(before);
    wchar_t *right = line_wide(after);
    if (left != NULL && right != NULL && line_replace(editor, left, right)) {
        editor->answer = CC_REFRESH;
    }
    free(left);
    free(right);
}

/// Takes the place of the prompt until `line_editor_end_search`.
static void set_search_prompt(line_editor *editor, const char *text)
{
    wchar_t *wide = line_wide(text);
    if (wide == NULL) {
        return;
    }
    wcsncpy(editor->prompt, wide, line_prompt_capacity - 1);
    editor->prompt[line_prompt_capacity - 1] = L'\0';
    free(wide);
    editor->prompt_width = 0;
    for (const wchar_t *c = editor->prompt; *c != L'\0'; c++) {
        editor->prompt_width += line_scalar_width((unsigned int)*c);
    }
}

unsigned int line_editor_search_key(line_editor *editor, const char *prompt, const char *before, const char *after)
{
    set_search_prompt(editor, prompt);
    line_editor_replace(editor, before, after);
    el_wset(editor->el, EL_REFRESH);
    wchar_t key = 0;
    bool pressed = el_wgetc(editor->el, &key) == 1;
    line_clear_edited(editor);
    return pressed ? (unsigned int)key : 0;
}

bool line_editor_more_follows(line_editor *editor)
{
    // The bytes of one key arrive together, or nearly so.
    enum { milliseconds = 50 };
    struct pollfd watched = {.fd = fileno(editor->in), .events = POLLIN};
    return poll(&watched, 1, milliseconds) > 0;
}

void line_editor_press_again(line_editor *editor, unsigned int key)
{
    const wchar_t keys[] = {(wchar_t)key, L'\0'};
    el_wpush(editor->el, keys);
}

void line_editor_beep(line_editor *editor)
{
    el_beep(editor->el);
}

static unsigned char search(EditLine *el, bool towards_newer)
{
    line_editor *editor = line_editor_of(el);
    const LineInfoW *line = el_wline(el);
    char *left = line_utf8(line->buffer, (size_t)(line->cursor - line->buffer));
    char *right = line_utf8(line->cursor, (size_t)(line->lastchar - line->cursor));
    if (left != NULL && right != NULL) {
        wcscpy(editor->own_prompt, editor->prompt);
        editor->own_prompt_width = editor->prompt_width;
        editor->searching = true;
        line_clear_edited(editor);
        editor->callbacks.search(editor->callbacks.context, editor, left, right, towards_newer);
        editor->searching = false;
        wcscpy(editor->prompt, editor->own_prompt);
        editor->prompt_width = editor->own_prompt_width;
        el_wset(el, EL_REFRESH);
    }
    free(left);
    free(right);
    return CC_NORM;
}

unsigned char line_search_older(EditLine *el, wint_t key)
{
    (void)key;
    return search(el, false);
}

unsigned char line_search_newer(EditLine *el, wint_t key)
{
    (void)key;
    return search(el, true);
}
