// One plain function for each thing LineEditor asks of libedit: the library's own calls are variadic, and Swift
// refuses those. Every string is UTF-8 and is copied; every function belongs to the one thread that reads lines,
// unless it says otherwise.

#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <stdbool.h>

typedef struct line_editor line_editor;
typedef struct line_history line_history;

/// How the reading of a line came to its end.
enum __attribute__((enum_extensibility(closed))) line_outcome {
    /// Return was pressed; the line is in `line_editor_text`.
    line_outcome_entered,
    /// Ctrl-C was pressed.
    line_outcome_interrupted,
    /// Ctrl-D on an empty line, a hang-up, or `woken` answered true.
    line_outcome_ended,
    /// The terminal could not be read; the cause is in `line_editor_error`.
    line_outcome_failed
};

/// What the editor calls back, always on the thread that is inside `line_editor_read`.
typedef struct line_callbacks {
    void *context;
    /// The wake pipe was written to. With `may_print` the callee may call `line_editor_print_above`.
    /// True ends the line that is being edited.
    bool (*woken)(void *context, line_editor *editor, bool may_print);
    /// Tab was pressed between these two texts; `repeated` tells that the key before was Tab as well. The callee calls
    /// `line_editor_change` or `line_editor_list`, or nothing, which beeps.
    void (*complete)(void *context, line_editor *editor, const char *left, const char *right, bool repeated);
    /// A line entered before is wanted, seen from this one. The callee calls `line_editor_replace`, or nothing, which
    /// beeps.
    void (*walk)(void *context, line_editor *editor, const char *left, const char *right, bool towards_newer);
    /// A search is wanted. The callee asks for its keys by `line_editor_search_key` until it is over, and leaves the
    /// line by `line_editor_replace`.
    void (*search)(void *context, line_editor *editor, const char *left, const char *right, bool towards_newer);
    /// There are so many columns for a hint behind this text. The callee calls `line_editor_show_hint`, or nothing.
    void (*hint)(void *context, line_editor *editor, const char *left, int columns);
} line_callbacks;

/// What an editor is made of.
typedef struct line_set_up {
    /// The name under which `.editrc` may address this program.
    const char *program;
    /// The terminal, for reading and for writing. Both are duplicated.
    int input;
    int output;
    /// The two ends of a non-blocking pipe; a byte written to it wakes the editor.
    int wake_read;
    int wake_write;
    /// Whether the prompt is set off from the text after it, and the hint is dim.
    bool colour;
    line_callbacks callbacks;
} line_set_up;

/// Opens the editor and prepares the terminal; NULL with `errno` if it cannot.
line_editor *line_editor_open(const line_set_up *set_up);

/// Puts the terminal back as it was found and frees the editor. Input nobody has read yet is kept.
void line_editor_close(line_editor *editor);

/// Edits one line behind a prompt of ASCII characters.
enum line_outcome line_editor_read(line_editor *editor, const char *prompt);

/// The line entered last; it may hold newlines if several lines were pasted.
const char *line_editor_text(const line_editor *editor);

/// The `errno` of the last `line_outcome_failed`.
int line_editor_error(const line_editor *editor);

/// The width of the terminal in columns.
int line_editor_columns(line_editor *editor);

/// Lets the editor's history keys and searches walk this history, which must outlive the editor.
void line_editor_use_history(line_editor *editor, line_history *past);

/// Prints whole lines above the line being edited and paints that one again; between lines it just prints.
void line_editor_print_above(line_editor *editor, const char *lines);

/// Removes so many characters before and behind the cursor, and inserts a text there; for `complete` only.
void line_editor_change(line_editor *editor, int before, int behind, const char *text);

/// Makes the line these two texts, with the cursor between them; for `walk` and `search` only.
void line_editor_replace(line_editor *editor, const char *before, const char *after);

/// Shows these two texts as the line behind the prompt of a search, and waits for a key; 0 when the line is to end. For
/// `search` only.
unsigned int line_editor_search_key(line_editor *editor, const char *prompt, const char *before, const char *after);

/// Whether the key read last was the first of several that came together; for `search` only.
bool line_editor_more_follows(line_editor *editor);

/// Has a key served again, when the search is over; for `search` only.
void line_editor_press_again(line_editor *editor, unsigned int key);

/// Sounds the bell.
void line_editor_beep(line_editor *editor);

/// Shows one line of so many columns at the right until the next key; for `hint` only.
void line_editor_show_hint(line_editor *editor, const char *text, int width);

/// Shows whole lines below the line being edited, a screen at a time, and paints that one again; for `complete` only.
void line_editor_list(line_editor *editor, const char *lines);

/// Whether a terminal of this type can be edited on. Usable from any thread while no editor is open.
bool line_terminal_is_capable(const char *type);

/// The columns a Unicode scalar takes on a terminal: 0, 1 or 2. Usable from any thread.
int line_scalar_width(unsigned int scalar);

/// An empty history of so many entries, in which a line repeated at once is kept once; NULL if there is no memory.
line_history *line_history_open(int limit);

void line_history_close(line_history *past);

/// Enters a line as the newest; false if there is no memory.
bool line_history_enter(line_history *past, const char *line);

/// Enters all lines of a file; false if the file is not a history.
bool line_history_load(line_history *past, const char *path);

/// Writes all lines to a descriptor, which is closed; 0, or the `errno` of what failed.
int line_history_save(line_history *past, int descriptor);

void line_history_clear(line_history *past);

/// Calls `visit` with each line, oldest first.
void line_history_each(line_history *past, void *context, void (*visit)(void *context, const char *line));

#endif
