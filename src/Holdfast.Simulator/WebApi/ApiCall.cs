using System.Text.Json;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.WebApi;

/// <summary>One call as a method sees it: arguments in, properties of the answer out.</summary>
internal sealed class ApiCall(ApiParts parts, ApiArguments arguments, TokenKind token, Utf8JsonWriter answer)
{
    public ApiParts Parts { get; } = parts;

    public SlackWorld World => Parts.World;

    public WorkspaceIdentity Identity => Parts.World.Identity;

    public ApiArguments Arguments { get; } = arguments;

    public TokenKind Token { get; } = token;

    /// <summary>Stands inside the answer's object, after <c>ok</c>.</summary>
    public Utf8JsonWriter Answer { get; } = answer;

    /// <summary>Says that all was done, but something is not as it should be.</summary>
    public void Warn(string warning)
    {
        Answer.WriteString("warning", warning);
        Answer.WriteStartObject("response_metadata");
        Answer.WriteStartArray("warnings");
        Answer.WriteStringValue(warning);
        Answer.WriteEndArray();
        Answer.WriteEndObject();
    }

    /// <summary>Whether the token has a scope.</summary>
    public bool Has(string scope) => Parts.Tokens.Has(scope);

    /// <summary>The channel named by an argument, for methods that take only ids.</summary>
    public ChannelState? Channel(string argument = "channel") =>
        Arguments.TryGet(argument, out var id) ? World.FindChannel(id) : null;
}

/// <summary>A Web API method: what it wants, and what it does.</summary>
/// <param name="Name">Such as <c>chat.postMessage</c>.</param>
/// <param name="AcceptsJson">Whether it reads a JSON body; Slack's reading methods do not.</param>
/// <param name="PerMinute">Its rate tier as calls a minute; 0 for none.</param>
/// <param name="Run">Performs it under the world's lock.</param>
internal sealed record ApiMethod(string Name, bool AcceptsJson, int PerMinute, Func<ApiCall, ApiError?> Run)
{
    public TokenKind Wants { get; init; } = TokenKind.Bot;

    /// <summary>The scopes one of which the token must have; none for a method that asks for none, or that asks by what it is called for.</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>Arguments without which Slack answers <c>invalid_arguments</c>.</summary>
    public string[] Required { get; init; } = [];
}

/// <summary>Slack's published tiers, as calls a minute.</summary>
internal static class Tier
{
    public const int Two = 20;
    public const int Three = 50;
    public const int Four = 100;
    public const int Special = 600;
}
