using System.ComponentModel.DataAnnotations;
using Holdfast.Notifications;

namespace Holdfast.Tests.Notifications;

[Trait("Req", "TM-5")]
[Trait("Req", "CX-8")]
public sealed class NotificationOptionsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Nothing_need_be_set() => Assert.Empty(Problems(new NotificationOptions()));

    [Theory]
    [InlineData(Secret)]
    [InlineData("correct horse battery staple")]
    [InlineData("π≠3, 'quotes', \"more\" & <tags>: ключ 秘密 🔑")]
    public void Secrets_of_both_forms_are_taken(string secret) =>
        Assert.Empty(Problems(new NotificationOptions { WebhookUrl = new Uri("https://hooks.example/a"), WebhookSecret = secret, AlertRoute = { "webhook", "console" } }));

    [Theory]
    [InlineData("", "must be set, because Notifications:WebhookUrl is")]
    [InlineData("hunter2", "is too short")]
    [InlineData("whsec_", "24 to 64 bytes in base64")]
    [InlineData("whsec_aHVudGVyMg==", "24 to 64 bytes in base64")]
    [InlineData("whsec_hunter2*hunter2*hunter2*hunter2*", "24 to 64 bytes in base64")]
    [InlineData("correct horse battery staple\n", "no line break")]
    [InlineData(" correct horse battery staple", "without a blank")]
    [InlineData("correct\0horse battery staple", "no line break")]
    public void A_secret_that_is_none_is_refused_without_being_shown(string secret, string problem)
    {
        var said = Assert.Single(Problems(new NotificationOptions { WebhookUrl = new Uri("https://hooks.example/a"), WebhookSecret = secret }));
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.StartsWith("WebhookSecret ", said, StringComparison.Ordinal);
        foreach (var part in (string[])["hunter2", "horse", "aHVudGVy"])
            Assert.DoesNotContain(part, said, StringComparison.Ordinal);
        if (secret.Length > 0)
            Assert.Equal("Previous" + said, Assert.Single(Problems(new NotificationOptions { WebhookUrl = new Uri("https://hooks.example/a"), WebhookSecret = Secret, PreviousWebhookSecret = secret })));
    }

    [Theory]
    [InlineData("ftp://hooks.example/", "must begin with http:// or https://")]
    [InlineData("hooks/a", "must begin with http:// or https://")]
    [InlineData("https://ada:hunter2@hooks.example/", "no user and no password")]
    public void An_address_that_cannot_be_called_is_refused(string url, string problem)
    {
        var said = Assert.Single(Problems(new NotificationOptions { WebhookUrl = new Uri(url, UriKind.RelativeOrAbsolute), WebhookSecret = Secret }));
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slack", "AlertRoute holds slack, which needs Notifications:SlackChannel.")]
    [InlineData("webhook", "AlertRoute holds webhook, which needs Notifications:WebhookUrl.")]
    [InlineData("console console", "AlertRoute holds 'console' twice.")]
    public void A_route_names_what_is_set_up(string route, string problem)
    {
        var options = new NotificationOptions();
        foreach (var channel in route.Split(' '))
            options.AlertRoute.Add(channel);
        Assert.Equal(problem, Assert.Single(Problems(options)));
    }

    [Theory]
    [InlineData("#general")]
    [InlineData("general")]
    [InlineData("C 1")]
    public void A_channel_is_named_by_its_id(string channel) =>
        Assert.StartsWith("SlackChannel must be the id of a channel", Assert.Single(Problems(new NotificationOptions { SlackChannel = channel })), StringComparison.Ordinal);

    [Fact]
    [Trait("Req", "RS-10")]
    public void A_heartbeat_needs_its_channel_to_go_to_Slack() => Assert.Equal(
        "HeartbeatRoute holds slack, which needs Notifications:HeartbeatChannel.",
        Assert.Single(Problems(new NotificationOptions { SlackChannel = "C1", HeartbeatRoute = { "slack" } })));

    private static IEnumerable<string> Problems(NotificationOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems.Select(problem => problem.ErrorMessage!);
    }
}
