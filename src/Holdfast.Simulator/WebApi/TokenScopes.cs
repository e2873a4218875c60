using Holdfast.Simulator.Calls;

namespace Holdfast.Simulator.WebApi;

/// <summary>What the tokens were given when the app was installed, as <c>x-oauth-scopes</c> lists it with every answer.</summary>
internal sealed class TokenScopes
{
    private const string OfApp = "connections:write";

    private volatile string _bot =
        "app_mentions:read,assistant:write,channels:history,channels:join,channels:read,chat:write,commands,files:read,files:write,groups:history,"
        + "groups:read,im:history,im:read,im:write,mpim:history,reactions:read,reactions:write,team:read,usergroups:read,users:read";

    public IReadOnlyList<string> Bot
    {
        get => _bot.Split(',', StringSplitOptions.RemoveEmptyEntries);
        set => _bot = string.Join(',', value);
    }

    public string? Of(TokenKind token) => token switch
    {
        TokenKind.Bot => _bot,
        TokenKind.App => OfApp,
        _ => null,
    };
}
