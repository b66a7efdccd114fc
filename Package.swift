// swift-tools-version: 6.2
// The targets and their one-way imports; read from the bottom up. CONTRIBUTING.md draws the picture.

import PackageDescription

let package = Package(
    name: "p2psh",
    products: [
        .library(name: "PeerToPeer", targets: ["PeerToPeer"]),
        .executable(name: "p2psh", targets: ["p2psh"]),
        .executable(name: "p2psim", targets: ["p2psim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Ground
        .target(name: "PeerBase"),
        .systemLibrary(name: "Clibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .target(name: "CLineEditor", dependencies: ["Clibedit"]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        // Cores: the standard library and the targets named, nothing else
        .target(name: "CommandTree"),
        .target(name: "Pictures", dependencies: ["CommandTree"]),
        .target(name: "PNRP", dependencies: ["PeerBase"]),
        .target(name: "SSDP", dependencies: ["PeerBase"]),
        .target(name: "Mesh", dependencies: ["PeerBase"]),
        .target(name: "Discovery", dependencies: ["PeerBase"]),
        .target(name: "Collaboration", dependencies: ["PeerBase"]),

        // Edges
        .target(name: "LineEditor", dependencies: ["CLineEditor"]),
        .target(
            name: "PeerIdentity",
            dependencies: [
                "PeerBase", "CSodium",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .target(name: "LiveWords"),
        .target(name: "XMLReading", dependencies: ["PeerBase", "CExpat"]),
        .target(
            name: "PeerStore",
            dependencies: [
                "PeerBase", "Collaboration", "XMLReading", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Sockets",
            dependencies: [
                "PeerBase",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "PNRPTransport",
            dependencies: [
                "PeerBase", "PNRP", "Sockets",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "SSDPTransport",
            dependencies: [
                "PeerBase", "SSDP", "Sockets",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "DiscoveryTransport",
            dependencies: [
                "PeerBase", "Discovery", "Sockets", "XMLReading",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "MeshFrames",
            dependencies: ["PeerBase", "Mesh", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["mesh.proto"]
        ),
        .target(
            name: "MeshTransport",
            dependencies: [
                "PeerBase", "Mesh", "MeshFrames", "PeerIdentity", "Sockets",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),

        .target(
            name: "Signalling",
            dependencies: [
                "PeerBase", "Collaboration", "XMLReading", "PeerIdentity", "Sockets",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]
        ),

        // Facade
        .target(
            name: "PeerEngine",
            dependencies: [
                "PeerBase", "PNRP", "PNRPTransport", "SSDP", "SSDPTransport", "Mesh", "MeshFrames", "MeshTransport",
                "Collaboration", "Discovery", "DiscoveryTransport", "Signalling", "Sockets",
                "PeerIdentity", "PeerStore", "XMLReading",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .target(
            name: "PeerToPeer", dependencies: ["PeerBase", "PNRP", "PeerEngine"]),
        .executableTarget(name: "Hello", dependencies: ["PeerToPeer"], path: "Examples/Hello"),

        // Shell
        .target(name: "Shell", dependencies: ["CommandTree", "LineEditor"]),
        .target(
            name: "ShellCommands",
            dependencies: ["PeerBase", "PNRP", "Mesh", "Collaboration", "CommandTree", "Pictures", "PeerEngine"]
        ),

        // Programs
        .executableTarget(
            name: "p2psh",
            dependencies: [
                "Collaboration", "CommandTree", "LineEditor", "LiveWords", "PeerEngine", "Shell", "ShellCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(name: "PeerSimulation", dependencies: ["PeerBase", "PNRP", "Mesh"]),
        .executableTarget(
            name: "p2psim",
            dependencies: [
                "PeerBase", "PNRP", "PNRPTransport", "Mesh", "MeshTransport", "PeerIdentity", "PeerEngine",
                "PeerSimulation", "Sockets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests mirror Sources
        .target(name: "CPseudoTerminal", path: "Tests/Support/CPseudoTerminal"),
        .target(name: "TerminalTesting", dependencies: ["CPseudoTerminal"], path: "Tests/Support/TerminalTesting"),
        .target(name: "CNetworkSpace", path: "Tests/Support/CNetworkSpace"),
        .target(name: "FileTesting", path: "Tests/Support/FileTesting"),
        .target(name: "StreamTesting", path: "Tests/Support/StreamTesting"),
        .target(
            name: "CertificateTesting",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], path: "Tests/Support/CertificateTesting"),
        .executableTarget(
            name: "StoreWriter", dependencies: ["PeerBase", "Collaboration", "PeerStore"],
            path: "Tests/Support/StoreWriter"),
        .testTarget(name: "PeerBaseTests", dependencies: ["PeerBase"]),
        .testTarget(name: "CommandTreeTests", dependencies: ["CommandTree"]),
        .testTarget(
            name: "PicturesTests", dependencies: ["CommandTree", "Pictures", "FileTesting"], exclude: ["Golden"]),
        .testTarget(
            name: "PNRPTests", dependencies: ["PeerBase", "PNRP", "PeerIdentity", "PeerSimulation", "FileTesting"]),
        .testTarget(
            name: "SimulationTests", dependencies: ["PeerBase", "PNRP", "Mesh", "PeerIdentity", "PeerSimulation"]),
        .testTarget(name: "SSDPTests", dependencies: ["PeerBase", "SSDP"]),
        .testTarget(
            name: "SSDPTransportTests",
            dependencies: [
                "PeerBase", "SSDP", "SSDPTransport", "CNetworkSpace",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "CollaborationTests", dependencies: ["PeerBase", "XMLReading", "Collaboration"]),
        .testTarget(
            name: "DiscoveryTransportTests",
            dependencies: [
                "PeerBase", "Discovery", "DiscoveryTransport", "Sockets", "CNetworkSpace",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(name: "MeshTests", dependencies: ["PeerBase", "Mesh", "PeerSimulation"]),
        .testTarget(name: "MeshFramesTests", dependencies: ["PeerBase", "Mesh", "MeshFrames"]),
        .testTarget(
            name: "MeshTransportTests",
            dependencies: [
                "PeerBase", "Mesh", "MeshFrames", "MeshTransport", "PeerIdentity", "Sockets", "StreamTesting",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "SignallingTests",
            dependencies: [
                "PeerBase", "Collaboration", "PeerIdentity", "Signalling", "Sockets", "FileTesting", "StreamTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .testTarget(name: "LineEditorTests", dependencies: ["LineEditor", "TerminalTesting"]),
        .testTarget(
            name: "PeerIdentityTests",
            dependencies: [
                "PeerBase", "PeerIdentity", "FileTesting", "CertificateTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .testTarget(name: "DiscoveryTests", dependencies: ["PeerBase", "Discovery", "XMLReading"]),
        .testTarget(name: "XMLReadingTests", dependencies: ["PeerBase", "XMLReading"]),
        .testTarget(name: "LiveWordsTests", dependencies: ["LiveWords", "FileTesting"]),
        .testTarget(
            name: "PeerStoreTests",
            dependencies: ["PeerBase", "Collaboration", "PeerStore", "StoreWriter", "FileTesting"]),
        .testTarget(
            name: "LaunchingTests",
            dependencies: ["PeerBase", "Collaboration", "PeerStore", "PeerEngine", "FileTesting"]),
        .testTarget(
            name: "LoopbackTests",
            dependencies: [
                "PeerBase", "PNRP", "PNRPTransport", "Mesh", "Collaboration", "PeerIdentity", "PeerStore", "PeerEngine",
                "Discovery", "Signalling", "Sockets", "FileTesting", "CertificateTesting",
            ]
        ),
        .testTarget(name: "PeerToPeerTests", dependencies: ["PeerToPeer", "FileTesting"]),
        .testTarget(name: "ShellTests", dependencies: ["CommandTree", "Shell"]),
        .testTarget(
            name: "ShellCommandsTests",
            dependencies: [
                "PeerBase", "PNRP", "Mesh", "Collaboration", "CommandTree", "PeerEngine", "Shell", "ShellCommands",
                "FileTesting",
            ],
            exclude: ["Transcripts", "PublishedKeys.txt"]
        ),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "CommandTree", "ShellCommands", "p2psh", "TerminalTesting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "CompletionTests", dependencies: ["p2psh", "TerminalTesting"]),
    ]
)

// Swift 6 as strict as it comes; the cores also account for every unsafe operation.
let cores: Set<String> = ["PeerBase", "CommandTree", "Pictures", "PNRP", "SSDP", "Mesh", "Discovery", "Collaboration"]
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .treatAllWarnings(as: .error),
    ]
    // There the compiler finds the addresses of C (in debug builds those of IPv4, in release builds those of IPv6) in
    // CNIOLinux, a module inside NIO that no package can import; which files import NIO makes no difference.
    if target.name != "DiscoveryTransport" {
        target.swiftSettings?.append(.enableUpcomingFeature("MemberImportVisibility"))
    }
    if cores.contains(target.name) {
        target.swiftSettings?.append(.strictMemorySafety())
    }
}
