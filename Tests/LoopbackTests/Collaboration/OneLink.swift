import Testing

/// All people of these tests share one link and one address, and strangers are let in once a second: one test at a time.
@Suite(.enabled(if: Village.link != nil, "P2PSH_TEST_LINK names no link"), .serialized)
enum OneLink {}
