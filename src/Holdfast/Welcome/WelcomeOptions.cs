namespace Holdfast.Welcome;

/// <summary>How people are welcomed who meet the app for the first time. Section <c>Welcome</c>.</summary>
public sealed class WelcomeOptions
{
    /// <summary>Whether they are told what the app can do. Default: true.</summary>
    public bool Enabled { get; set; } = true;
}
