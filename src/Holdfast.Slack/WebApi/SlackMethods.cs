using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Holdfast.Slack.WebApi;

/// <summary>What has to be known about a method before it can be called.</summary>
public static class SlackMethods
{
    /// <summary>Length limit of a method's name.</summary>
    internal const int MaxLength = 80;

    // Every method takes a form; only these are documented to take JSON as well. Hence the list names the exceptions to
    // the safe choice. conversations.history is left out: it is flagged as JSON-capable while its sister replies is not.
    private static readonly FrozenSet<string> Json = FrozenSet.ToFrozenSet(
    [
        "auth.test", "api.test",
        "chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral", "chat.scheduleMessage",
        "chat.startStream", "chat.appendStream", "chat.stopStream",
        "views.open", "views.update", "views.push", "views.publish",
        "conversations.open", "conversations.join",
        "reactions.add", "reactions.remove",
        "files.completeUploadExternal",
        "assistant.threads.setStatus", "assistant.threads.setTitle", "assistant.threads.setSuggestedPrompts",
        "agents.sessions.setStatus", "agents.sessions.rename",
    ]);

    /// <summary>Whether a method reads its arguments from a JSON body, see https://docs.slack.dev/apis/web-api.</summary>
    /// <param name="method">The method.</param>
    /// <returns>False for a method that takes a form only, and for one that is not known.</returns>
    public static bool AcceptsJson(string method) => Json.Contains(method);

    /// <summary>Whether a text can be a method's name: it becomes part of an address and must not lead elsewhere.</summary>
    internal static bool IsName(string method)
    {
        if (method.Length is 0 or > MaxLength || method[0] == '.' || method.Contains("..", StringComparison.Ordinal))
            return false;
        foreach (var c in method)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_'))
                return false;
        }

        return true;
    }
}

/// <summary>The addresses of the methods, since making one anew costs as much as the rest of a call's preparation.</summary>
internal sealed class MethodAddresses(Uri apiUrl)
{
    private const int MaxKept = 256;

    private readonly Uri _apiUrl = WithSlash(apiUrl);
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    internal Uri For(string method)
    {
        if (_addresses.TryGetValue(method, out var address))
            return address;
        if (!SlackMethods.IsName(method))
            throw new ArgumentException("Not the name of a Slack method.", nameof(method));
        address = new Uri(_apiUrl, method);
        if (_addresses.Count < MaxKept)
            _addresses.TryAdd(method, address);
        return address;
    }

    private static Uri WithSlash(Uri url) =>
        url.AbsolutePath.EndsWith('/') ? url : new Uri(url.GetLeftPart(UriPartial.Path) + "/");
}
