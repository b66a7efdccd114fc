// The functions we give to libedit, and the keys they hang on.

#include "editor.h"

#include <signal.h>
#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>

enum { paste_limit = 64 * 1024 };

static const wchar_t paste_end[] = L"\033[201~";
static const wchar_t control_c = L'\3';

static unsigned char complete(EditLine *el, wint_t key)
{
    (void)key;
    line_editor *editor = line_editor_of(el);
    const LineInfoW *line = el_wline(el);
    char *left = line_utf8(line->buffer, (size_t)(line->cursor - line->buffer));
    char *right = line_utf8(line->cursor, (size_t)(line->lastchar - line->cursor));
    editor->answer = CC_ERROR;
    if (left != NULL && right != NULL) {
        bool repeated = editor->completed_at != 0 && editor->keys == editor->completed_at + 1;
        editor->callbacks.complete(editor->callbacks.context, editor, left, right, repeated);
    }
    free(left);
    free(right);
    // A list may have asked for further keys.
    editor->completed_at = editor->keys;
    return editor->answer;
}

static unsigned char interrupt(EditLine *el, wint_t key)
{
    (void)key;
    line_editor *editor = line_editor_of(el);
    editor->interrupted = true;
    line_move_past_end(editor, "^C");
    return CC_NEWLINE;
}

/// Stops the program before it returns. A thread that a worker of libdispatch started has every signal blocked, and a
/// blocked stop would wait for ever.
static void stop(void)
{
    sigset_t stops, former;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stops, &former);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &former, NULL);
}

static unsigned char suspend(EditLine *el, wint_t key)
{
    (void)key;
    line_editor *editor = line_editor_of(el);
    line_move_past_end(editor, "^Z");
    line_leave_editing_modes(editor);
    stop();
    el_resize(el);
    line_enter_editing_modes(editor);
    el_wset(el, EL_REFRESH);
    return CC_NORM;
}

/// What a paste has brought so far.
struct pasted {
    size_t count;
    /// The newline character read last; 0 once it was followed by its twin.
    wchar_t newline;
    wchar_t text[paste_limit + 1];
};

/// Appends what may stand in a line. A pasted Return arrives as either newline character, or as both.
static void keep_pasted(struct pasted *pasted, wchar_t character)
{
    bool newline = character == L'\n' || character == L'\r';
    bool twin = newline && pasted->newline != 0 && pasted->newline != character;
    pasted->newline = newline && !twin ? character : 0;
    if (pasted->count == paste_limit || twin || (iswcntrl((wint_t)character) && !newline && character != L'\t')) {
        return;
    }
    pasted->text[pasted->count++] = newline ? L'\n' : character == L'\t' ? L' ' : character;
}

/// Reads to the end mark. False if Ctrl-C or the end of input came first: a lost end mark must not hold the keyboard.
static bool read_pasted(EditLine *el, struct pasted *pasted)
{
    size_t matched = 0;
    while (paste_end[matched] != L'\0') {
        wchar_t character = 0;
        if (el_wgetc(el, &character) != 1 || character == control_c) {
            return false;
        }
        if (character == paste_end[matched]) {
            matched++;
            continue;
        }
        for (size_t i = 0; i < matched; i++) {
            keep_pasted(pasted, paste_end[i]);
        }
        matched = character == paste_end[0] ? 1 : 0;
        if (matched == 0) {
            keep_pasted(pasted, character);
        }
    }
    return true;
}

/// Pasted text is inserted, not obeyed: a Tab in it completes nothing, and its lines wait for Return.
static unsigned char paste(EditLine *el, wint_t key)
{
    (void)key;
    struct pasted *pasted = malloc(sizeof(*pasted));
    if (pasted == NULL) {
        return CC_ERROR;
    }
    pasted->count = 0;
    pasted->newline = 0;
    bool is_whole = read_pasted(el, pasted);
    while (pasted->count > 0 && pasted->text[pasted->count - 1] == L'\n') {
        pasted->count--;
    }
    pasted->text[pasted->count] = L'\0';
    if (is_whole && pasted->count > 0) {
        el_winsertstr(el, pasted->text);
    }
    free(pasted);
    return is_whole ? CC_REFRESH : CC_REFRESH_BEEP;
}

void line_add_functions(EditLine *el)
{
    // libedit keeps these pointers; literals live as long as it does.
    el_wset(el, EL_ADDFN, L"line-complete", L"Complete the word left of the cursor", complete);
    el_wset(el, EL_ADDFN, L"line-interrupt", L"Give up the line", interrupt);
    el_wset(el, EL_ADDFN, L"line-suspend", L"Stop the program", suspend);
    el_wset(el, EL_ADDFN, L"line-paste", L"Insert pasted text", paste);
    el_wset(el, EL_ADDFN, L"line-older", L"Call back an older line that begins so", line_older);
    el_wset(el, EL_ADDFN, L"line-newer", L"Call back a newer line that begins so", line_newer);
    el_wset(el, EL_ADDFN, L"line-search-older", L"Search the lines entered before", line_search_older);
    el_wset(el, EL_ADDFN, L"line-search-newer", L"Search towards the newer lines", line_search_newer);
}

void line_bind_keys(EditLine *el)
{
    static const wchar_t *const bindings[][2] = {
        {L"^R", L"line-search-older"},
        {L"^S", L"line-search-newer"},
        {L"^P", L"line-older"},
        {L"^N", L"line-newer"},
        {L"\\e[A", L"line-older"},
        {L"\\e[B", L"line-newer"},
        {L"\\eOA", L"line-older"},
        {L"\\eOB", L"line-newer"},
        {L"\\e[1~", L"ed-move-to-beg"},
        {L"\\e[4~", L"ed-move-to-end"},
        {L"\\e[3~", L"ed-delete-next-char"},
        {L"\\e[1;5D", L"ed-prev-word"},
        {L"\\e[1;5C", L"em-next-word"},
    };
    for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++) {
        el_wset(el, EL_BIND, bindings[i][0], bindings[i][1], NULL);
    }
}

void line_insist_on_keys(line_editor *editor)
{
    EditLine *el = editor->el;
    // Tab is among them because "bind -v" in .editrc forgets every binding made before it.
    el_wset(el, EL_BIND, L"^I", L"line-complete", NULL);
    el_wset(el, EL_BIND, L"^C", L"line-interrupt", NULL);
    el_wset(el, EL_BIND, L"^Z", L"line-suspend", NULL);
    // The command mode of vi has a map of its own.
    el_wset(el, EL_BIND, L"-a", L"^C", L"line-interrupt", NULL);
    el_wset(el, EL_BIND, L"-a", L"^Z", L"line-suspend", NULL);
    const wchar_t *mode = NULL;
    el_wget(el, EL_EDITOR, &mode);
    // In vi mode Escape is a key, and a binding that begins with it would keep it waiting for the next one.
    editor->marks_pastes = mode != NULL && wcscmp(mode, L"emacs") == 0;
    if (editor->marks_pastes) {
        el_wset(el, EL_BIND, L"\\e[200~", L"line-paste", NULL);
    }
}
