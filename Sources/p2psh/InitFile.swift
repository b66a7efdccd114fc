/// The script that every session at a prompt begins with, if there is one (netsh 6.1).
enum InitFile {
    /// It lies with the other files of p2psh where those have a directory of their own, and else where configuration is
    /// kept; nil where there is no place for it.
    static func path(environment: [String: String], home: String?) -> String? {
        if let home = [home, environment["P2PSH_HOME"]].compactMap({ $0 }).first(where: { !$0.isEmpty }) {
            return home + "/init"
        }
        if let base = absolute(environment["XDG_CONFIG_HOME"]) { return base + "/p2psh/init" }
        return absolute(environment["HOME"]).map { $0 + "/.config/p2psh/init" }
    }

    private static func absolute(_ path: String?) -> String? { path?.hasPrefix("/") == true ? path : nil }
}
