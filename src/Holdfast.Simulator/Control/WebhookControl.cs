using Holdfast.Simulator.Webhooks;

namespace Holdfast.Simulator.Control;

/// <summary>What came to the webhooks, and the secrets it is verified with.</summary>
internal static class WebhookControl
{
    private const int DefaultRequests = 50;

    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET webhooks"] = List,
        ["POST webhooks/secret"] = SetSecret,
        ["DELETE webhooks"] = call =>
        {
            call.Parts.Webhooks.Clear();
            return call.DoneAsync();
        },
    };

    private static Task List(ControlCall call)
    {
        var name = call.Text("name");
        var kept = call.Parts.Webhooks.Requests.Where(request => name is null || request.Name == name);
        IReadOnlyList<WebhookRequest> latest = [.. kept.TakeLast(Math.Max(1, call.Whole("limit") ?? DefaultRequests))];
        return call.AnswerAsync(latest, ControlJson.Default.IReadOnlyListWebhookRequest);
    }

    private static Task SetSecret(ControlCall call)
    {
        call.Parts.Webhooks.SetSecret(call.Need("name"), call.TextOrNull("secret"));
        return call.DoneAsync();
    }
}
