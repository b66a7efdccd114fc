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
    /// The last line, malloc'd, and the cause of the last failure.
    char *text;
    int error;
    /// Inside `line_editor_read`.
    bool editing;
    /// A list or its "more" question is on screen: nothing else may be printed.
    bool listing;
    bool interrupted;
    bool ended;
    /// Characters read so far, and how many there were when a Tab listed.
    unsigned long keys;
    unsigned long listed_at;
    /// What the completion key returns to libedit.
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

// screen.c
void line_clear_row(line_editor *editor);
void line_clear_edited(line_editor *editor);
void line_move_past_end(line_editor *editor, const char *mark);
void line_repaint(line_editor *editor);

// keys.c
void line_bind_keys(EditLine *el);
void line_add_functions(EditLine *el);
void line_insist_on_keys(line_editor *editor);

#endif
