import PeerBase

/// How often others may have what costs us something (behaviour 18), by the kind of cloud.
///
/// This is the one place that decides it. In a private cloud on `::1` every figure is a thousandfold: only programs of
/// this machine can send there, nothing can be reflected to anybody else, and a laboratory of 250 nodes or a benchmark
/// asks in a second what a network asks in an hour. The paths stay the same, and so do all bounds on memory.
struct Rates: Hashable, Sendable {
    let lookups: RateLimit
    let lookupsPerSource: RateLimit
    let solicits: RateLimit
    let floods: RateLimit
    let signatures: RateLimit
    let answerBytes: RateLimit

    init(_ reach: Configuration.Reach) {
        let factor = reach == .loopback ? 1000 : 1
        func rate(_ perSecond: Int, burst: Int) -> RateLimit {
            RateLimit(perSecond: perSecond * factor, burst: burst * factor)
        }
        lookups = rate(Limits.lookupsPerSecond, burst: Limits.lookupBurst)
        lookupsPerSource = rate(Limits.sourceLookupsPerSecond, burst: Limits.sourceLookupBurst)
        solicits = rate(Limits.solicitsPerSecond, burst: Limits.solicitBurst)
        floods = rate(Limits.floodsPerSecond, burst: Limits.floodBurst)
        signatures = rate(Limits.signaturesPerSecond, burst: Limits.signatureBurst)
        answerBytes = rate(Limits.answerBytesPerSecond, burst: Limits.answerByteBurst)
    }
}
