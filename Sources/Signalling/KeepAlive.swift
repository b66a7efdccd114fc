internal import Glibc
internal import NIOCore
internal import NIOPosix

// The kernel asks an idle peer whether it is still there: after 30 s, every 10 s, three times (collab 10.8).

private let keepAliveOptions: [(ChannelOptions.Types.SocketOption, ChannelOptions.Types.SocketOption.Value)] = [
    (ChannelOptions.Types.SocketOption(level: .socket, name: .so_keepalive), 1),
    (tcp(TCP_KEEPIDLE), 30),
    (tcp(TCP_KEEPINTVL), 10),
    (tcp(TCP_KEEPCNT), 3),
]

private func tcp(_ option: CInt) -> ChannelOptions.Types.SocketOption {
    ChannelOptions.Types.SocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: option))
}

extension ServerBootstrap {
    func keepingAlive() -> ServerBootstrap {
        keepAliveOptions.reduce(self) { $0.childChannelOption($1.0, value: $1.1) }
    }
}

extension ClientBootstrap {
    func keepingAlive() -> ClientBootstrap {
        keepAliveOptions.reduce(self) { $0.channelOption($1.0, value: $1.1) }
    }
}
