/// How large the clouds of the tests are. Debug builds take some fifteen times as long as release builds, so they make
/// do with smaller ones; `swift test -c release` studies all that behaviour 24 asks for.
enum Sizes {
    #if DEBUG
        static let hops = [100]
        static let leafSets = [120]
        static let meshMembers = 60
    #else
        static let hops = [100, 1000]
        static let leafSets = [120, 500]
        static let meshMembers = 200
    #endif
}
