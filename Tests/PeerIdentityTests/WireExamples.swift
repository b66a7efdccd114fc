import PeerBase

/// A self-signed structure of the worked examples, cut into what a check needs.
struct SignedExample: Sendable, CustomStringConvertible {
    let description: String
    let signed: [UInt8]
    let publicKeyData: [UInt8]
    let signature: [UInt8]

    /// `cpa` is an Encoded CPA: signed bytes, which end with the 140 bytes of the key, then 136 of SIGNATURE, whose
    /// first eight are lengths and the algorithm (wire 7, 7.4, 7.5).
    private init(_ description: String, cpa: String) {
        self.description = description
        let bytes = [UInt8](hexText: cpa.filter { !$0.isWhitespace }) ?? []
        signed = Array(bytes.dropLast(136))
        publicKeyData = signed.suffix(140)
        signature = bytes.suffix(128)
    }
}

extension SignedExample {
    static let all = [addressOfExample15_7, revokeOfExample15_8]

    /// The CPA inside wire 15.7.
    static let addressOfExample15_7 = SignedExample(
        "wire 15.7",
        cpa: """
            a90100020004080000c083ed8a49da01efcdab896745230100000000000080fe
            a0a1a2a3a4a5a6a7a8a9aaabacadaeaf2f00f2ebe0c588acb3fb5d339c6e5492
            14ff1f8e010012000dd4fe80000000000000000000000000000101001e000100
            00001400fe80000000000000000000000000000100500600a900140000008c00
            00312e322e3834302e3131333534392e312e312e3130818902818100e8389ffe
            a25cc2ea92c57539bfc45a92ea82a6afe50065eecf56989a2aa57b0c9036884f
            2acc31c52443ca6257c4bcbb783d3b96b4a2e9238e964e150c1e5c738ea9774c
            e35d758ff27423747be04b47ca3848306ca4dd7f215425208036d8f2d45d1da1
            d02d3b244e94d4a81eadd9ccdfd518f08887237c6d8e861b2a97a9e102030100
            018800800004800000335b18916898e8a045fa4ae949a1c4258c4d377acfaa81
            0e85ba075bf1e959c568dc8c5630932352a579b5b22fab233edb108d36bed1ff
            41e49c5983b1ab19f412d35eafc433d68f0310a105114366fff8d63fea03a221
            c002091827c4105b4fd8ba2980372384264a61d34ba6033a82cc9c57e3441766
            26e42c2ea959064d57
            """)

    /// The revoke CPA inside wire 15.8.
    static let revokeOfExample15_8 = SignedExample(
        "wire 15.8",
        cpa: """
            7d0100020004090000c083ed8a49da01efcdab896745230100000000000080fe
            000000000000000000000000000000002f00f2ebe0c588acb3fb5d339c6e5492
            14ff1f8e0000120000000400a900140000008c0000312e322e3834302e313133
            3534392e312e312e3130818902818100e8389ffea25cc2ea92c57539bfc45a92
            ea82a6afe50065eecf56989a2aa57b0c9036884f2acc31c52443ca6257c4bcbb
            783d3b96b4a2e9238e964e150c1e5c738ea9774ce35d758ff27423747be04b47
            ca3848306ca4dd7f215425208036d8f2d45d1da1d02d3b244e94d4a81eadd9cc
            dfd518f08887237c6d8e861b2a97a9e1020301000188008000048000006f7a56
            3975f75a04ceaba7bfba5f5474a06afdc56ea9113e952c2e0ffd4990a5425ea5
            36b7bf7620400d72a86b134803b48684cb5f151aa13aaf150e09388bc2927f2c
            c751ae1cfd49d0d3a1dc7c41d516a8277b7bce32f196fc7890ed5c2ea43a09d4
            2092d31023d4a493adec452d28b6d180e023b1f844205509f657366310
            """)
}
