using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Slack.Envelopes;
using Holdfast.Slack.HttpDelivery;
using Holdfast.Slack.Interactivity;

namespace Holdfast.Slack.Tests.HttpDelivery;

[Trait("Req", "RS-2")]
public sealed class SlackHttpReaderTests
{
    [Fact]
    public void An_event_is_its_json()
    {
        var envelope = Delivered(""" {"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}""", "2", "http_timeout");

        Assert.Equal((SlackEnvelope.Event, 2, "http_timeout", false), (envelope.Type, envelope.RetryAttempt, envelope.RetryReason, envelope.AcceptsAnswer));
        Assert.Equal("Ev1", JsonNode.Parse(envelope.Payload.Span)!["event_id"]!.GetValue<string>());
    }

    [Fact]
    public void What_somebody_did_is_the_payload_of_a_form()
    {
        var envelope = Delivered("payload=%7B%22type%22%3A%22block_actions%22%2C%22value%22%3A%22a+b%2Bc+%C3%BC+%F0%9F%98%80%22%7D");

        Assert.Equal((SlackEnvelope.Interaction, true), (envelope.Type, envelope.AcceptsAnswer));
        Assert.Equal("a b+c ü 😀", JsonNode.Parse(envelope.Payload.Span)!["value"]!.GetValue<string>());
    }

    [Fact]
    public void A_command_is_its_fields()
    {
        var envelope = Delivered("token=x&team_id=T1&command=%2Fholdfast&text=timer+10%25+%26+%22tea%22&user_id=U1&trigger_id=1.2.3&text=last");

        Assert.Equal(SlackEnvelope.Command, envelope.Type);
        Assert.True(InteractionPeek.TryRead(envelope.Payload.Span, out var summary));
        Assert.Equal((InteractionSummary.SlashCommandType, "U1", "1.2.3"), (summary.Type, summary.UserId, summary.TriggerId));
        Assert.Equal("last", JsonNode.Parse(envelope.Payload.Span)!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"token":"x","challenge":"3eZbrw1a","type":"url_verification"}""", "3eZbrw1a")]
    [InlineData("""{"type":"url_verification"}""", "")]
    [InlineData("""{"type":"url_verification","challenge":{"a":1}}""", "")]
    public void Slack_asks_whether_the_address_is_the_apps(string body, string challenge) =>
        Assert.Equal(new SlackHttpRequest.AddressCheck(challenge), Read(body));

    [Fact]
    public void Slack_looks_at_the_certificate() => Assert.Equal(new SlackHttpRequest.CertificateCheck(), Read("ssl_check=1&token=x"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("hello")]
    [InlineData("=&&=%&%z=%zz&a")]
    [InlineData("{\"type\":\"url_verification\",")]
    public void What_cannot_be_read_is_delivered_all_the_same(string body) => Assert.Equal(SlackEnvelope.Event, Delivered(body).Type);

    /// <summary>Nothing names a delivery by HTTP: one that comes twice is known by its bytes.</summary>
    [Fact]
    public void The_same_body_has_the_same_name_however_often_it_comes()
    {
        const string body = """{"type":"event_callback"}""";

        Assert.Equal(Delivered(body).DeliveryId, Delivered(body, "1", "http_error").DeliveryId);
        Assert.NotEqual(Delivered(body).DeliveryId, Delivered(body + " ").DeliveryId);
    }

    [Theory]
    [InlineData("x", 0)]
    [InlineData("-1", 0)]
    [InlineData("99999999999", 0)]
    [InlineData("3", 3)]
    [InlineData(null, 0)]
    public void A_number_of_a_repetition_that_is_none_counts_as_the_first(string? number, int attempt) => Assert.Equal(attempt, Delivered("{}", number, "x").RetryAttempt);

    [Fact]
    public void Bytes_that_are_no_text_and_half_an_emoji_do_not_make_a_payload_unreadable()
    {
        var body = Encoding.Latin1.GetBytes("payload=%7B%22type%22%3A%22shortcut%22%2C%22a%22%3A%22%FF\u00fe%22%2C%22b%22%3A%22%5Cud83d%22%7D");

        var envelope = Assert.IsType<SlackHttpRequest.Delivery>(SlackHttpReader.Read(body)).Envelope;

        Assert.True(InteractionPeek.TryRead(envelope.Payload.Span, out var summary));
        Assert.Equal("shortcut", summary.Type);
        Assert.Equal("\ufffd", JsonNode.Parse(envelope.Payload.Span)!["b"]!.GetValue<string>());
    }

    private static SlackEnvelope Delivered(string body, string? number = null, string? reason = null) =>
        Assert.IsType<SlackHttpRequest.Delivery>(SlackHttpReader.Read(Encoding.UTF8.GetBytes(body), number, reason)).Envelope;

    private static SlackHttpRequest Read(string body) => SlackHttpReader.Read(Encoding.UTF8.GetBytes(body));
}
