/// The path of a program as registered, made one that can be started (collab 2.5, 10.10): `${VAR}` anywhere and `~` at the
/// start are expanded, so that moving files does not break a registration. What comes out is absolute.
package enum ProgramPath {
    /// `variable` gives what the environment has for a name. Values are not expanded again.
    package static func expanded(
        _ path: String, home: String, variable: (String) -> String?
    ) throws(ApplicationRefusal) -> String {
        var result = ""
        var rest = path[...]
        if rest == "~" || rest.hasPrefix("~/") {
            result = home
            rest = rest.dropFirst()
        }
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            guard rest.first == "{" else {
                result += "$"
                continue
            }
            guard let close = rest.firstIndex(of: "}") else { throw .unknownVariable(String(rest.dropFirst())) }
            let name = String(rest[..<close].dropFirst())
            guard let value = variable(name), !value.isEmpty else { throw .unknownVariable(name) }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        result += rest
        guard result.hasPrefix("/"), !result.unicodeScalars.contains("\0") else { throw .pathNotAbsolute(path) }
        return result
    }
}
