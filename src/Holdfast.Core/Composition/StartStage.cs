namespace Holdfast.Composition;

/// <summary>
/// When a background service starts. Stages start in this order and stop in the reverse one: at the end nothing more is taken in first,
/// then runs finish, then what they wrote is delivered.
/// </summary>
public enum StartStage
{
    /// <summary>What was decided before, and the watch over the store.</summary>
    Ground,

    /// <summary>What goes out.</summary>
    Delivery,

    /// <summary>What is worked on.</summary>
    Work,

    /// <summary>What comes in.</summary>
    Intake,

    /// <summary>Looks after all others; the last to start, so that their start and their end are no alarm.</summary>
    Watch,
}
