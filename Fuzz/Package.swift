// swift-tools-version: 6.2
// Fuzz targets, one for each codec and one for lines that are typed. A package of its own, because every target in it is built for the fuzzer; the
// cores are links into the main tree, so that what they show to their package is seen here.

import PackageDescription

let package = Package(
    name: "fuzz",
    products: [
        .library(name: "ContactFuzz", type: .static, targets: ["ContactFuzz"]),
        .library(name: "FrameFuzz", type: .static, targets: ["FrameFuzz"]),
        .library(name: "InvitationFuzz", type: .static, targets: ["InvitationFuzz"]),
        .library(name: "LineFuzz", type: .static, targets: ["LineFuzz"]),
        .library(name: "MessageFuzz", type: .static, targets: ["MessageFuzz"]),
        .library(name: "SOAPFuzz", type: .static, targets: ["SOAPFuzz"]),
        .library(name: "SSDPFuzz", type: .static, targets: ["SSDPFuzz"]),
    ],
    dependencies: [.package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")],
    targets: [
        .target(name: "PeerBase"),
        .target(name: "PNRP", dependencies: ["PeerBase"]),
        .target(name: "SSDP", dependencies: ["PeerBase"]),
        .target(name: "CommandTree"),
        .target(name: "Mesh", dependencies: ["PeerBase"]),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "XMLReading", dependencies: ["PeerBase", "CExpat"]),
        .target(name: "Collaboration", dependencies: ["PeerBase"]),
        .target(name: "Discovery", dependencies: ["PeerBase"]),
        .target(
            name: "MeshFrames",
            dependencies: ["PeerBase", "Mesh", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["mesh.proto"]
        ),
        .target(name: "ContactFuzz", dependencies: ["PeerBase", "XMLReading", "Collaboration"]),
        .target(name: "InvitationFuzz", dependencies: ["PeerBase", "XMLReading", "Collaboration"]),
        .target(name: "FrameFuzz", dependencies: ["PeerBase", "Mesh", "MeshFrames"]),
        .target(name: "LineFuzz", dependencies: ["CommandTree"]),
        .target(name: "MessageFuzz", dependencies: ["PeerBase", "PNRP"]),
        .target(name: "SOAPFuzz", dependencies: ["PeerBase", "Discovery", "XMLReading"]),
        .target(name: "SSDPFuzz", dependencies: ["PeerBase", "SSDP"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .unsafeFlags(["-sanitize=fuzzer", "-assert-config", "Debug"]),
    ]
}
