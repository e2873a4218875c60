namespace Holdfast.Access;

/// <summary>Why somebody may not use the agent, as receipts and counters say it.</summary>
internal static class AccessReason
{
    public const string DeniedUser = "denied user";

    public const string DeniedGroup = "member of a denied group";

    public const string DeniedChannel = "denied channel";

    public const string DirectMessage = "denied in direct messages";

    public const string NotAllowed = "not among those allowed";

    public const string Guest = "guest";

    public const string OtherOrganisation = "of another organisation";

    public const string NotKnown = "access cannot be decided";
}
