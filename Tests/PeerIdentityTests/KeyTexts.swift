/// A key as text, made with openssl for these tests; none of them protects anything.
struct KeyText: Sendable, CustomStringConvertible {
    let description: String
    let pem: String

    static let refused = [
        KeyText(description: "nothing", pem: ""),
        KeyText(description: "no PEM", pem: "a key\n"),
        KeyText(description: "an empty block", pem: "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"),
        larger, smaller, exponentThree, elliptic, encrypted, publicOnly,
    ]

    static let traditional = KeyText(
        description: "1024 bits, PKCS#1",
        pem: """
            -----BEGIN RSA PRIVATE KEY-----
            MIICXAIBAAKBgQC7SHMpM0tc3LzKFGPSiBugGfg/j4CuMrXatNSY+Jufa4aqRKUW
            e9PhuFnLqAWS6dnabg97dOSXGXT2/AUn5MW/QQ+z16HB18ZXZAhno/nfWXF+YnPv
            UZ4TY2iDGu0XGEHt/K4F+leRXbtXlImbee+ffK1/whPpcBGU6hmVxtDHEwIDAQAB
            AoGAELP8eV82yHhzaf55jKxQ8m1+g4Sz8FVbfL8F+wKpNoWrhAINSz0N/6Kmd5Br
            tteec2m/fb5GKOe/U8vUVeOEc0w2OxTf9Dkbs9dFPcCS78YieKjLbyBiNGk027Ma
            Fn8Dc8r1kpvi6iMQR7pO1GFTdiKKXRGI7AsWygOllwGh7GkCQQDchA7MP3qNYRBV
            p517gxHYqCI2zj2aGqsuhfCrGzGC1MLU6lmyVIXzEp7hJCp9u4JHwDZ1gnUYXoYe
            RmYfZphPAkEA2WtlfSBFOrgaHtezWOsdhOSRVGtQlKKwGuamPDwrLKnhmarQhqoA
            gwlOM6gSaxBEXLexzkxydXIZxTqQnP5v/QJBANrftLRkOWcEtarfAL/sW5VZZQRS
            9u/zkn9N8JBVIHKEbZHZvgf0PzQCAnLja816hRhkn2lJgKIciDCanZiDQ58CQAwR
            sCKQBgfKbHjF1IjdFFhqL78V7fUySsBTiWrSlDr4ezOCjezLxxd/Dr5DWDJlRsY2
            1EH1cG0gllmidKCiZykCQDWelqErTz3FREUCxA9B/hYBjux6yCAUe1nI82BE8rry
            4iTMRSJ5Z9jyRVSox6kmUzKPaq4GQE3QgU1R9SAzfTo=
            -----END RSA PRIVATE KEY-----

            """)

    static let larger = KeyText(
        description: "2048 bits",
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCgug6+sjtgjVVZ
            PMUVD69sw9rtpuwYFtTeDHLFMSmGBYHc4sWGSkXD2B/Vj4fcXLermzXebNEz2biO
            cx3lJo8eZwAQsv6tHUeE4rvz5NW0Dwz4fMY2lqpSSVFucMbTbtYDHcG1c2HJwNPs
            V4d1Mcid2ZJLOKjvQAwmunhYArntqXLktAPGI/uG6pfJiURs9lob92uWcxKZ4BM/
            vJS4gl0Z38wjwAz+VVihpcUa0Y5Gr8UyXXJu/gmxrViYE7O1rYB3QTZSLN8KEDoC
            sMXQgRacmSEluZV9FlSH6/bUOvyolXvrniWOx/5aky8KIy+pi5tCUAT2PzvgoXAJ
            tpt4yw3rAgMBAAECggEANskU65WPPcsPM5rORu6Qyk88WdOTGGb36jRuDp9CWyeX
            a3Z1A+BfRXFu8Hm7Qrbr+Hewdf+7k6P8D7pXj1uEX0WWtRp+Sv32+enbTThMS9Lx
            heXqHoNezSumsTGJ5FocYvWKqNIKnB25Xw864gy1KHEYN8G5e8vmGHFpQf6z57lW
            067rjn5RRy/SifJYlLGTD2Q6cDQox1bj7TkxZfggQwJDKaPjuYbj4dgKVE3sj2Ww
            RtUS5pttIQjaM+I3GwG3Yzq45Y9nAIVLhz0mmeET2P3QcmN+Z23PSXLv40cQMZGV
            rNfjfLbUXtQdCucg0+2d3+KWxWbOUdCI7kmj7FXUYQKBgQDd4rLxlC2RHWxp7c9N
            ZyE0v7cGp2/QTyfJx5l075WdZVc3ZVm3Z3m1u7qBtABLAq2btBOHeYHJFWnM1OZv
            5Bp+1bV68lrRzgLdI7JSr2LFUf81RTLYDmfMLZFAur+2gAUbAsDysNgzYgyUGhAN
            xVpO6cDbljcE9GvCb5wTBEeuewKBgQC5cC5wBemhEcdRjuPSSzJloI9apjafM7lQ
            uNZ2az8efMxxodGGYVhfDyzSnEwc9qERLmAs/muU2JC/bRYPGeMyh9E+2V73VfiH
            QTJLrEongh3FyE0QtiGL1XD2XQ93baJ1lAJnod9S/ad8HF1lFFR7ZN+IchAruxhA
            mTzUaSu7UQKBgERsjmY1HcAsZKxd65mg/fp4TIa+x5pjbo+o/8exwl+hSr4IgRwv
            yraiR6eLzLNVBhiH9aXHcKCD+/ZwiQdkPk9ys95QMnWUpAlx4qHg+AKFgL/6sO0z
            tAqg2rQtYsVywSBNPxcYNfPSfrKFPwIgI/NF3nVY42qhvUFejbDHlxtVAoGAGvIN
            HWQOjcQalWRRAHbCzPemvQJX/4wximRBbZWp51E1F/HukztD7xQybCwf9zlzMB7w
            BLm3gjpx1g8Q3ILje602n45QeVo5sdWsbEiNwe3rS5kOcbY1a69JKdNd8vmwWKt4
            KfzgiZuoIaWxgIWSvRdsT9RbOy+Fl6VsrGTX4PECgYEAs/tSu6ZFo+moQSkQwqBG
            2QakK/7QbpOywuubPxb3T1kWYiHpwzU6/BR+h4pTXcbJ5xfvLKrbo+T+gzGl9vNM
            dfRUJYGih8CQAzICa7mksmR3INKGI0AUMbdry+1HJd0I8jc44Llj08o3zfkDfuYn
            MYZ0rWt//rs9LTdOals4tm4=
            -----END PRIVATE KEY-----

            """)

    static let smaller = KeyText(
        description: "512 bits",
        pem: """
            -----BEGIN RSA PRIVATE KEY-----
            MIIBOgIBAAJBAN5sf/Xbioh717YuuEGhlvKTR7KgGfJy+67cgqhOrhIR3/rrxVgR
            lmZid2ijsamY9q/9D2CtqC5+QZ2syvc7jm8CAwEAAQJACd2wM1ygoXs0z0z1OVwM
            kQf9Zyv42qtFBLWdSg/rYru5Ew2CN3YBbI6nRSbr3lk+PdJTI+3My/jR9yaFSEgy
            UQIhAPEdejuZKCqRLGlFGPl+q62ilLKcQlhwJVUepeY5hYmXAiEA7CehKBYTLGCy
            U+bv/YmsVKvInnCtHnK8Fq5ct5T7zOkCIQCy1BkXYOWwhJG61fvK+A8erim5Oznd
            2/dkZWHIGjuXqwIge/4Kxathgcl7mEYG+A4TJ5nSii4LF5OSYi5GjDVzSBECIEdX
            DViAwlYOocB7tCRXXoWXsqZLvwlkLKNDsjWZBiMF
            -----END RSA PRIVATE KEY-----

            """)

    static let exponentThree = KeyText(
        description: "exponent 3",
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBANGdObUiAlCUoOd7
            e+RlrFnc562csCugAMNlwKGcKj6lMYVk8ooaVRp3jbJVV81X9/oQ+DaSShZ6hBat
            BR5SidoSKEqRvHfNUsF1o6bib1tVp8e/iGKhIc16eqYGyXyfDwILfibVdarj1flt
            svJt76+04hO0OuNCiQ/jo3YbQyH3AgEDAoGBAIu+JnjBVuBjFe+np+2ZHZE978kT
            IB0VVdeZKxZoHCnDdljt9wa8OLxPs8w45TOP+qa1+s8MMWRRrWRzWL7hsTrWswWs
            Aguca1strYdqysCV7DNsexpNd0B1ba6dUzOuVg07tMGh+2yOYrlTJj7WG21j7IlC
            7ZsA68q5jnBCIaQbAkEA9cNZ3RhYR8l0ZguD+9vln+WaGZaXH4IyB91wnZHrBr0f
            5Fomosia6FQWcysELvN4ASRKQVyxLbvq8bs7385lSwJBANpYaDKhDhroREsT18Zj
            VNTf4IM5JA1susJ4r306xBLQzk2U3b+z7SXtzP3Oj/3TE53a+455yZNrdNuSkdhC
            RoUCQQCj15E+EDrahk2ZXQKn5+5qmRFmZGS/rCFak6BpC/IEfhVC5sRshbya4rmi
            HK10olAAwtwrkyDJJ/H2fNKVNEOHAkEAkZBFdxYJZ0WC3LflLuzjOJVAV3ttXkh8
            gaXKU3yCtzXe3mM+f81Iw/Pd/om1U+INE+dSXvvbt5z4kmG2kCwvAwJBAIlPUvgI
            kZ2oDFd7P0iSV7coDfZSg0QX4QfqwNmCqlj2sjwApr2/X0Z0wibJVzcFIF+r8aSJ
            S0PYUDEx84TFauk=
            -----END PRIVATE KEY-----

            """)

    static let elliptic = KeyText(
        description: "P-256",
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF15yKw4MB6k0NwUG
            Bd9oesR30NjMa91tonfNWTp8LzKhRANCAAQVPz2iZ3LZGcSmUcFdS6yRScGxpoyi
            5/02QwZ0m7KF2Pvs15e9bOVy5NEGj9FmFLBH28D0GzKDVgNqfFIM1LrP
            -----END PRIVATE KEY-----

            """)

    static let encrypted = KeyText(
        description: "under a passphrase",
        pem: """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIrPyMQBRWE4cCAggA
            MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAslmJhMQYnnivmkxt8kTqFBIIC
            gFE4GNYIHpxzV30U13HO8/vLG/8I5T8sgV+q8ph9thZSWFfFYOBT8kYViUAYFkQr
            r6TTMNcSMrK6JsBn4DsJE/knAvpT6xdCeSHghMIqUJgkc0OTDYXZD1O0efyVKSGq
            dGnODO/FJxDRKTVBNIRJ/dZmIAJ/tj8nnIfS1cF6pPYcIOZYb63qJ+FWsSDu+st5
            At89qLCQs2enCg4Vy2jgKrsT1KrPs1DZQyMM8VsRURFnlUk7WYby+C+GjuSh7fME
            FDd1Dm8QHK+pkfkZ9b8cTR0/01J/4K6UjsdcD8KlQpw+wPkK9diLaPJV5dcgUg8d
            f+gRmphNFI19SheHegvW5nZI3PmVRcoFRb3L9Na+3Dmd61AmR42DHrn8DJxq69HU
            fmd405IQg7k8BGdeFSKtuOuu6S1jz1Lideog57RkW5rKwHgxSbCV0AUfd2i4xHcl
            VoZNPqCUh2eKx3D8NDWO17RdyUbcf8T7m2k7u3k+t9W3S7lguRX2/k0VeuiZ0oHt
            1nMFgoB054IV4VmuSejx9KqDl2P1EIqRdioXlxw2Fe03LYlHYbL8FwH/mkbXQSqN
            W+CDC/TDUG+mVkBY94j321EljOrbsuo2/FkJ72GvO/n5vYy7O0tdlEB6j7pYScQP
            nkbs5m31iOpA2nT0oH8Tfc2C7xWUc+Z+qbts9xD+mD/QrIiXT4vyvPGUFZz08eUK
            hvv+fZWp4oVuRUlYTEZELNN3CXJJgfzfzw53eVtIULUdb6K7BE4k+7Hywr/xYWW5
            BIjVlr9Rv72sIcBVRj7xkaoz31zkXOG/8+Wfv9JaUilvg6qDnr4tgJh0ihrP9nj0
            4frarfiPwE4utgOc1kOKwTU=
            -----END ENCRYPTED PRIVATE KEY-----

            """)

    static let publicOnly = KeyText(
        description: "a public key",
        pem: """
            -----BEGIN PUBLIC KEY-----
            MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7SHMpM0tc3LzKFGPSiBugGfg/
            j4CuMrXatNSY+Jufa4aqRKUWe9PhuFnLqAWS6dnabg97dOSXGXT2/AUn5MW/QQ+z
            16HB18ZXZAhno/nfWXF+YnPvUZ4TY2iDGu0XGEHt/K4F+leRXbtXlImbee+ffK1/
            whPpcBGU6hmVxtDHEwIDAQAB
            -----END PUBLIC KEY-----

            """)
}
