import Glibc

struct NoFigure: Error {}

/// Memory of this process that is in use now, in pages.
func residentPages() throws -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { throw NoFigure() }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { throw NoFigure() }
    let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else { throw NoFigure() }
    return pages
}
