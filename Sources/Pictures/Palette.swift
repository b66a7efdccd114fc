/// The colours and the type of the picture. Nothing is said by colour alone: every verdict has a shape and a word of its
/// own. The second set is for people who have asked for dark.
enum Palette {
    /// The content of the style element.
    static var rules: String {
        """
        text{font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue","Noto Sans",Arial,"DejaVu Sans",sans-serif}
        .mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:13px}
        .title{font-size:27px;font-weight:650}.long{font-size:19px}.caption{font-size:13px;font-weight:650}
        .note{font-size:12px}.tiny{font-size:10.5px}.number{font-size:10.5px;font-weight:700}
        .pill{font-size:14px;font-weight:650}
        .way{fill:none;stroke-width:1.7;stroke-linecap:round;opacity:.8}.thin{fill:none;stroke-width:1}
        .ring{fill:none;stroke-width:2}.mark{fill:none;stroke-width:2}.hollow{stroke-width:1.8;stroke-dasharray:3 2.2}
        .outer{fill:none;stroke-width:1.6}.leader{fill:none;stroke-width:1;opacity:.55}
        \(light.rules)
        @media (prefers-color-scheme:dark){
        \(dark.rules)
        }
        """
    }

    private struct Colours {
        let paper: String
        let panel: String
        let band: String
        let line: String
        let ink: String
        let dim: String
        let target: String
        /// In the order of ``Walk/Verdict``.
        let verdicts: [String]

        var rules: String {
            let named = zip(Walk.Verdict.allCases, verdicts).map { verdict, colour in
                let name = verdict.style
                return ".\(name){fill:\(colour)}.\(name)-line{stroke:\(colour)}"
            }
            let grounds = """
                .paper,.on{fill:\(paper)}.paper-line{stroke:\(paper)}.panel{fill:\(panel)}.band{fill:\(band)}
                .line{stroke:\(line)}.ink{fill:\(ink)}.ink-line{stroke:\(ink)}.dim{fill:\(dim)}.dim-line{stroke:\(dim)}
                .target{fill:\(target)}.target-line{stroke:\(target)}
                """
            return grounds + "\n" + named.joined()
        }
    }

    private static let light = Colours(
        paper: "#fff", panel: "#f6f8fa", band: "#eaeef2", line: "#d1d9e0", ink: "#1f2328", dim: "#59636e",
        target: "#8250df", verdicts: ["#1a7f37", "#8a6100", "#59636e", "#cf222e", "#bc4c00", "#0969da"])
    private static let dark = Colours(
        paper: "#0d1117", panel: "#151b23", band: "#21262d", line: "#3d444d", ink: "#f0f6fc", dim: "#9aa4af",
        target: "#bc8cff", verdicts: ["#3fb950", "#d29922", "#9aa4af", "#ff6a61", "#e8894a", "#58a6ff"])
}

extension Walk.Verdict {
    /// The name of its colour.
    var style: String {
        switch self {
        case .accepted: "accepted"
        case .suspicious: "suspicious"
        case .deadEnd: "deadend"
        case .unreachable: "unreachable"
        case .busy: "busy"
        case .final: "final"
        }
    }
}

extension Walk.Result {
    /// A result looks like the verdict it comes from.
    var style: String {
        switch self {
        case .found: Walk.Verdict.accepted.style
        case .notFound: Walk.Verdict.unreachable.style
        case .timedOut: Walk.Verdict.busy.style
        }
    }
}
