using Holdfast.Simulator.Calls;

namespace Holdfast.Simulator.WebApi;

/// <summary>The app's tokens, and what they were given when it was installed, as <c>x-oauth-scopes</c> lists it with every answer.</summary>
internal sealed class AppTokens(string bot, string app)
{
    private const string AppScopes = "connections:write";

    private volatile string _botScopes =
        "app_mentions:read,assistant:write,channels:history,channels:join,channels:read,chat:write,commands,files:read,files:write,groups:history,"
        + "groups:read,im:history,im:read,im:write,mpim:history,reactions:read,reactions:write,team:read,usergroups:read,users:read,users:read.email";

    public IReadOnlyList<string> BotScopes
    {
        get => _botScopes.Split(',', StringSplitOptions.RemoveEmptyEntries);
        set => _botScopes = string.Join(',', value);
    }

    public TokenKind KindOf(string? token)
    {
        if (token == bot) return TokenKind.Bot;
        return token == app ? TokenKind.App : TokenKind.None;
    }

    public string? ScopesOf(TokenKind token) => token switch
    {
        TokenKind.Bot => _botScopes,
        TokenKind.App => AppScopes,
        _ => null,
    };
}
