import Glibc

/// The character set of the process.
package enum TerminalLocale {
    /// Adopts the character set of the environment, or UTF-8 if that one is another: libedit silently drops every
    /// byte it cannot convert (models 5.3). To be called once, first of all, before there are threads.
    ///
    /// - Returns: whether UTF-8 is now in force.
    @discardableResult
    package static func adopt() -> Bool {
        setlocale(LC_CTYPE, "")
        if !isUTF8 {
            setlocale(LC_CTYPE, "C.UTF-8")
        }
        return isUTF8
    }

    private static var isUTF8: Bool {
        nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } == "UTF-8"
    }
}
