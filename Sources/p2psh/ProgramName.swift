/// What the program was called by: a link named netsh makes it speak of itself as netsh (netsh 6.2).
enum ProgramName {
    static let current: String = {
        let path = CommandLine.arguments.first ?? ""
        return path.split(separator: "/").last == "netsh" ? "netsh" : "p2psh"
    }()
}
