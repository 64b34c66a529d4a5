import Testing

@testable import WebService

/// What is told to Prometheus, and how.
struct MetricsTests {
    @Test func `a label's value cannot end its line or its quotes`() {
        var text = PrometheusText()
        text.family(
            "x_ratio", .gauge, "Of \\ and\nmore.",
            [
                .init(labels: ["source": "a\"b\\c\nd", "kind": "é"], value: 0.25),
                .init(value: -3), .init(suffix: "_bucket", value: .infinity),
            ])
        #expect(
            text.text == #"""
                # HELP x_ratio Of \\ and\nmore.
                # TYPE x_ratio gauge
                x_ratio{source="a\"b\\c\nd",kind="é"} 0.25
                x_ratio -3
                x_ratio_bucket +Inf

                """#)
    }

    @Test func `requests are counted by part and status, and their time in buckets`() {
        let requests = RequestMetrics()
        for milliseconds in [1, 3, 700, 9000] {
            requests.count(.json, status: 200, took: .milliseconds(milliseconds))
        }
        requests.count(.json, status: 429, took: .zero)
        var text = PrometheusText()
        requests.write(to: &text)
        let lines = Set(text.text.split(separator: "\n"))
        for line in [
            #"rollcall_http_requests_total{part="json",code="200"} 4"#,
            #"rollcall_http_requests_total{part="json",code="429"} 1"#,
            #"rollcall_http_requests_total{part="json",code="500"} 0"#,
            #"rollcall_http_requests_total{part="scim",code="200"} 0"#,
            #"rollcall_http_request_duration_seconds_bucket{part="json",le="0.0005"} 1"#,
            #"rollcall_http_request_duration_seconds_bucket{part="json",le="0.001"} 2"#,
            #"rollcall_http_request_duration_seconds_bucket{part="json",le="0.5"} 3"#,
            #"rollcall_http_request_duration_seconds_bucket{part="json",le="2.5"} 4"#,
            #"rollcall_http_request_duration_seconds_bucket{part="json",le="+Inf"} 5"#,
            #"rollcall_http_request_duration_seconds_count{part="json"} 5"#,
            #"rollcall_http_request_duration_seconds_count{part="scim"} 0"#,
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
    }
}
