// What the files of this target share.

#ifndef CLINEEDITOR_EDITOR_H
#define CLINEEDITOR_EDITOR_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CLineEditor.h"

#include <histedit.h>
#include <stdio.h>
#include <termios.h>

enum { line_prompt_capacity = 256 };

struct line_editor {
    EditLine *el;
    FILE *in;
    FILE *out;
    FILE *err;
    int wake_read;
    line_callbacks callbacks;
    /// The modes of the terminal as they were found.
    struct termios found;
    bool colour;
    /// The terminal is asked to mark what is pasted.
    bool marks_pastes;
    wchar_t prompt[line_prompt_capacity];
    int prompt_width;
    /// The prompt of the line while a search has taken its place.
    wchar_t own_prompt[line_prompt_capacity];
    int own_prompt_width;
    bool searching;
    /// The hint on the screen: where the text ends, and how far right of that the hint does; 0 when there is none.
    int hint_start;
    int hint_columns;
    /// The last line, malloc'd, and the cause of the last failure.
    char *text;
    int error;
    /// Inside `line_editor_read`.
    bool editing;
    /// A list or its "more" question is on screen: nothing else may be printed.
    bool listing;
    bool interrupted;
    bool ended;
    /// Characters read so far, and how many there were when a Tab had been served.
    unsigned long keys;
    unsigned long completed_at;
    /// What the key being served returns to libedit.
    unsigned char answer;
};

// editor.c
line_editor *line_editor_of(EditLine *el);
void line_enter_editing_modes(line_editor *editor);
void line_leave_editing_modes(line_editor *editor);

// reading.c
int line_read_character(EditLine *el, wchar_t *character);
void line_watch_signals(int wake_write);
void line_ignore_signals(void);

// hint.c
void line_draw_hint(line_editor *editor);
void line_erase_hint(line_editor *editor);

// restoring.c
void line_restore_on_death(line_editor *editor);
void line_stop_restoring(void);

// recall.c
unsigned char line_older(EditLine *el, wint_t key);
unsigned char line_newer(EditLine *el, wint_t key);
unsigned char line_search_older(EditLine *el, wint_t key);
unsigned char line_search_newer(EditLine *el, wint_t key);

// text.c
char *line_utf8(const wchar_t *text, size_t count);
bool line_replace(line_editor *editor, const wchar_t *before, const wchar_t *after);
wchar_t *line_wide(const char *text);

// screen.c
struct place {
    int row;
    int column;
};
struct place line_place_of(line_editor *editor, const wchar_t *position);
int line_terminal_number(const line_editor *editor, const char *capability, int otherwise);
void line_send(line_editor *editor, const wchar_t *capability, int times);
void line_clear_row(line_editor *editor);
void line_clear_edited(line_editor *editor);
void line_move_past_end(line_editor *editor, const char *mark);
void line_repaint(line_editor *editor);

// keys.c
void line_bind_keys(EditLine *el);
void line_add_functions(EditLine *el);
void line_insist_on_keys(line_editor *editor);

#endif
