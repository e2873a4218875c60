using Holdfast.Simulator.Calls;

namespace Holdfast.Simulator.WebApi;

/// <summary><c>users.lookupByEmail</c>. https://docs.slack.dev/reference/methods/users.lookupByEmail</summary>
internal static class UserLookUpMethods
{
    public static IEnumerable<ApiMethod> All => [new("users.lookupByEmail", AcceptsJson: false, Tier.Three, LookUpByEmail) { Required = ["email"] }];

    private static ApiError? LookUpByEmail(ApiCall call)
    {
        // People of other organisations are not found, nor are bots.
        var found = call.World.Users.FirstOrDefault(user =>
            user is { IsBot: false, TeamId: null } && UserMethods.MailOf(user).Equals(call.Arguments["email"], StringComparison.OrdinalIgnoreCase));
        if (found is null) return "users_not_found";
        call.Answer.WritePropertyName("user");
        UserMethods.Write(call, found);
        return null;
    }
}
