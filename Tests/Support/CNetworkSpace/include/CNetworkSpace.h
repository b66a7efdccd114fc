#ifndef CNETWORKSPACE_H
#define CNETWORKSPACE_H

/// Moves the calling thread, and the programs it starts from here on, into a network namespace of its own that ends
/// with the last of them and the last socket made there. Zero, or the reason it could not be.
int enter_fresh_network_space(void);

/// Runs a shell command from the calling thread, which a namespace belongs to; its exit status.
int run_command(const char *command);

#endif
