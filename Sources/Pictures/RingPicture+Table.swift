// The table: who it was, what they said, how near they are, and where the time went.

extension WalkPanel {
    private var bitsLeft: Double { 500 }
    private var bitsWidth: Double { 190 }
    private var timeLeft: Double { 720 }
    private var timeWidth: Double { 240 }
    private var firstRow: Double { tableTop + 26 }

    func drawTable(into markup: inout Markup) {
        let y = tableTop
        markup.label("Who was asked", at: Point(x: Frame.left, y: y), "caption ink")
        markup.label("Bits in common", at: Point(x: bitsLeft, y: y), "caption ink")
        markup.label("Time, one after the other", at: Point(x: timeLeft, y: y), "caption ink")
        guard !steps.isEmpty else {
            let place = Point(x: Frame.left, y: firstRow + Frame.rowHeight / 2 + 4)
            return markup.label(walk.silence, at: place, "note dim")
        }
        drawScales(into: &markup)
        var passed = 0.0
        let skipped = walk.steps.count - steps.count
        for (index, numbered) in steps.enumerated() {
            if index > 0, numbered.number > steps[index - 1].number + 1 {
                passed += time(ofSteps: numbered.number - 1 - skipped..<numbered.number - 1)
            }
            drawRow(index, numbered, after: passed, into: &markup)
            passed += numbered.step.time.milliseconds
        }
    }

    private func time(ofSteps range: Range<Int>) -> Double {
        walk.steps[range].reduce(0) { $0 + $1.time.milliseconds }
    }

    /// Everything on the scale of time took as long as this.
    private var span: Double {
        max(walk.elapsed.milliseconds, time(ofSteps: 0..<walk.steps.count), 0.1)
    }

    // MARK: Scales

    private func drawScales(into markup: inout Markup) {
        let bottom = firstRow + Frame.rowHeight * Double(steps.count)
        for index in steps.indices where index.isMultiple(of: 2) {
            let corner = Point(x: Frame.left - 12, y: firstRow + Double(index) * Frame.rowHeight)
            markup.box(
                at: corner, width: Frame.right - Frame.left + 24, height: Frame.rowHeight, corner: 5, "panel")
        }
        for bits in approach.marks where bits < approach.evenBits || approach.marks.count < 4 {
            let x = bitsLeft + bitsWidth * approach.part(Double(bits))
            drawScaleLine(at: x, "\(bits)", bottom, into: &markup)
        }
        drawScaleLine(at: bitsLeft + bitsWidth, "128", bottom, into: &markup)
        for mark in timeMarks {
            let text = mark == 0 ? "0" : Duration.milliseconds(mark).text
            drawScaleLine(at: timeLeft + timeWidth * mark / span, text, bottom, into: &markup)
        }
    }

    private func drawScaleLine(at x: Double, _ text: String, _ bottom: Double, into markup: inout Markup) {
        markup.line(from: Point(x: x, y: firstRow), to: Point(x: x, y: bottom), "thin line")
        markup.label(text, at: Point(x: x, y: firstRow - 6), "tiny dim", anchor: "middle")
    }

    /// Round times, two to five of them.
    private var timeMarks: [Double] {
        var unit = 0.01
        while span / (unit * 10) >= 1 { unit *= 10 }
        let step = [0.2, 0.5, 1, 2].map { $0 * unit }.first { span / $0 <= 5.5 } ?? unit * 5
        return Array(stride(from: 0, through: span * 0.999, by: step))
    }

    // MARK: Rows

    private func drawRow(_ index: Int, _ numbered: Walk.Numbered, after passed: Double, into markup: inout Markup) {
        let step = numbered.step
        let y = firstRow + Double(index) * Frame.rowHeight
        let middle = y + Frame.rowHeight / 2
        markup.badge(numbered.number, step.verdict, at: Point(x: Frame.left + 10, y: middle))
        markup.label(fitted(step.node.label, columns: 50), at: Point(x: Frame.left + 34, y: middle - 2), "mono ink")
        markup.label(step.verdict.word, at: Point(x: Frame.left + 34, y: middle + 13), "note \(step.verdict.style)")
        drawBits(step, middle, into: &markup)
        drawTime(step, after: passed, middle, into: &markup)
    }

    private func drawBits(_ step: Walk.Step, _ middle: Double, into markup: inout Markup) {
        guard let bits = step.node.bits, let part = approach.part(step.node) else {
            return markup.label("unknown", at: Point(x: bitsLeft + 6, y: middle + 4), "note dim")
        }
        let width = max(2, bitsWidth * part)
        let style = step.verdict.style
        markup.box(at: Point(x: bitsLeft, y: middle - 6), width: width, height: 12, corner: 2, style)
        let text = step.node.hasName ? "\(bits), the name" : "\(bits)"
        if width > 100 {
            markup.label(text, at: Point(x: bitsLeft + width - 6, y: middle + 3.8), "number on", anchor: "end")
        } else {
            markup.label(text, at: Point(x: bitsLeft + width + 6, y: middle + 4), "note ink")
        }
    }

    private func drawTime(_ step: Walk.Step, after passed: Double, _ middle: Double, into markup: inout Markup) {
        let own = step.time.milliseconds
        let start = timeLeft + timeWidth * passed / span
        let width = max(2, timeWidth * own / span)
        markup.box(at: Point(x: start, y: middle - 6), width: width, height: 12, corner: 2, step.verdict.style)
        let text = step.time.text
        let room = Double(text.count) * 6.6 + 12
        if width > room {
            let place = Point(x: start + width - 6, y: middle + 3.8)
            markup.label(text, at: place, "number on", anchor: "end")
        } else if start + width + room <= Frame.right + 8 {
            markup.label(text, at: Point(x: start + width + 5, y: middle + 4), "note ink")
        } else {
            markup.label(text, at: Point(x: start - 5, y: middle + 4), "note ink", anchor: "end")
        }
    }
}
