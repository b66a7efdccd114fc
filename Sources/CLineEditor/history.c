// The lines entered before, in libedit's own narrow history: UTF-8 in, UTF-8 out, whatever the locale.

#include "editor.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct line_history {
    History *entries;
};

line_history *line_history_open(int limit)
{
    line_history *past = malloc(sizeof(*past));
    if (past == NULL) {
        return NULL;
    }
    past->entries = history_init();
    if (past->entries == NULL) {
        free(past);
        return NULL;
    }
    HistEvent event;
    history(past->entries, &event, H_SETSIZE, limit);
    history(past->entries, &event, H_SETUNIQUE, 1);
    return past;
}

void line_history_close(line_history *past)
{
    history_end(past->entries);
    free(past);
}

bool line_history_enter(line_history *past, const char *line)
{
    HistEvent event;
    return history(past->entries, &event, H_ENTER, line) != -1;
}

bool line_history_load(line_history *past, const char *path)
{
    HistEvent event;
    return history(past->entries, &event, H_LOAD, path) != -1;
}

int line_history_save(line_history *past, int descriptor)
{
    FILE *file = fdopen(descriptor, "w");
    if (file == NULL) {
        int error = errno;
        close(descriptor);
        return error;
    }
    HistEvent event;
    errno = 0;
    bool saved = history(past->entries, &event, H_SAVE_FP, file) != -1 && fflush(file) == 0 && !ferror(file);
    int error = errno;
    if (fclose(file) != 0 && saved) {
        saved = false;
        error = errno;
    }
    if (saved) {
        return 0;
    }
    return error != 0 ? error : EIO;
}

void line_history_clear(line_history *past)
{
    HistEvent event;
    history(past->entries, &event, H_CLEAR);
}

void line_history_each(line_history *past, void *context, void (*visit)(void *context, const char *line))
{
    // H_LAST is the oldest entry, and H_PREV walks towards the newest.
    HistEvent event;
    int found = history(past->entries, &event, H_LAST);
    while (found != -1) {
        visit(context, event.str);
        found = history(past->entries, &event, H_PREV);
    }
}

void line_editor_use_history(line_editor *editor, line_history *past)
{
    // Only the narrow call tells libedit that the strings of this history are narrow.
    el_set(editor->el, EL_HIST, history, past->entries);
}
