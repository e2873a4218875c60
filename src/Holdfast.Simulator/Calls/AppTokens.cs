namespace Holdfast.Simulator.Calls;

/// <summary>The app's tokens, and what they were given when it was installed, as <c>x-oauth-scopes</c> lists it with every answer.</summary>
internal sealed class AppTokens(string bot, string app)
{
    private const string Bearer = "Bearer ";
    private const string AppScopes = "connections:write";

    private volatile string[] _botScopes = [.. AllBotScopes];

    /// <summary>All that anything here asks for.</summary>
    public static IReadOnlyList<string> AllBotScopes { get; } =
    [
        "app_mentions:read", "assistant:write", "channels:history", "channels:join", "channels:read", "chat:write", "commands", "files:read", "files:write",
        "groups:history", "groups:read", "im:history", "im:read", "im:write", "mpim:history", "mpim:read", "mpim:write", "reactions:read", "reactions:write",
        "search:read.public", "team:read", "usergroups:read", "users:read", "users:read.email",
    ];

    public IReadOnlyList<string> BotScopes
    {
        get => _botScopes;
        set => _botScopes = [.. value];
    }

    /// <summary>Whether the bot token has a scope.</summary>
    public bool Has(string scope) => Array.IndexOf(_botScopes, scope) >= 0;

    public TokenKind KindOf(string? token)
    {
        if (token == bot) return TokenKind.Bot;
        return token == app ? TokenKind.App : TokenKind.None;
    }

    public string? ScopesOf(TokenKind token) => token switch
    {
        TokenKind.Bot => string.Join(',', _botScopes),
        TokenKind.App => AppScopes,
        _ => null,
    };

    /// <summary>The token of an <c>Authorization</c> header; null when it holds none.</summary>
    public static string? TokenIn(string header) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
}
