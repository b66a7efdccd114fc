import PeerBase
import Testing

@Suite("Instants, durations and the calendar of records")
struct InstantTests {
    @Test("an instant and a duration make an instant, two instants a duration")
    func arithmetic() {
        let start = Instant(nanoseconds: 5)
        let end = start + .milliseconds(1)
        #expect(end == Instant(nanoseconds: 1_000_005))
        #expect(end - start == .milliseconds(1))
        #expect(start - end == .milliseconds(-1))
        #expect(start < end)
        #expect(end + .seconds(-1) < .zero)
    }

    @Test(
        "a duration is cut to whole nanoseconds",
        arguments: [
            (Duration.nanoseconds(1), 1), (.seconds(-1), -1_000_000_000),
            (Duration(secondsComponent: 0, attosecondsComponent: 1_999_999_999), 1),
            (Duration(secondsComponent: 86_400 * 365, attosecondsComponent: 0), 31_536_000_000_000_000),
        ] as [(Duration, Int64)])
    func nanoseconds(duration: Duration, expected: Int64) {
        #expect(duration.wholeNanoseconds == expected)
    }

    @Test(
        "milliseconds are rounded to the nearest",
        arguments: [
            (Duration.zero, 0), (.microseconds(499), 0), (.microseconds(500), 1), (.microseconds(1499), 1),
            (.seconds(15), 15_000), (.microseconds(-400), 0), (.microseconds(-600), -1), (.milliseconds(-15), -15),
        ])
    func milliseconds(duration: Duration, expected: Int) {
        #expect(duration.wholeMilliseconds == expected)
    }

    @Test("the Not After of wire 15.7 is what the calendar says")
    func workedExample() {
        // 2024-01-17 21:20:00 UTC
        let time = CalendarTime(unixNanoseconds: 1_705_526_400_000_000_000)
        #expect(time == CalendarTime(ticks: 133_500_000_000_000_000))
    }

    @Test("ticks count 100 ns since 1601 (wire 7)")
    func ticks() {
        #expect(CalendarTime(unixNanoseconds: 0).ticks == 116_444_736_000_000_000)
        #expect(CalendarTime(unixNanoseconds: 199).ticks == 116_444_736_000_000_001)
        #expect(CalendarTime(unixNanoseconds: -100).ticks == 116_444_735_999_999_999)
        #expect(CalendarTime(unixNanoseconds: .min) < CalendarTime(unixNanoseconds: .max))
    }

    @Test("a record's time moves by durations, backwards too")
    func moving() {
        let time = CalendarTime(ticks: 1000)
        #expect(time + .nanoseconds(100) == CalendarTime(ticks: 1001))
        #expect(time + .nanoseconds(-100) == CalendarTime(ticks: 999))
        #expect(time + .seconds(24 * 3600) == CalendarTime(ticks: 1000 + 864_000_000_000))
        #expect(time < time + .nanoseconds(100))
    }
}
